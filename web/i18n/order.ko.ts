import type { OrderWords } from './order.en.js';

export const order: OrderWords = {
  manage: '방 관리',
  first:
    '이 방에 가장 오래 있어서 방을 관리할 수 있어요. 들어올 수 있는 사람을 정하거나 누군가를 내보내면 방장이 돼요.',
  entry: {
    label: '들어올 수 있는 사람',
    open: '모두',
    waiting: '수락한 사람만',
    closed: '새로 못 들어옴',
    hints: {
      open: '권한이 있는 사람은 누구나 들어올 수 있어요.',
      waiting: '새로 온 사람은 수락할 때까지 기다려요. 지금 있는 사람은 다시 들어올 수 있어요.',
      closed: '지금 있는 사람은 계속 있을 수 있고, 나갔다가 다시 들어올 수도 있어요.',
    },
    isClosed: '새로운 사람은 들어올 수 없음',
    isWaiting: '새로운 사람은 수락을 기다려야 함',
  },
  stop: { microphone: '음소거', camera: '카메라 끄기', screen: '화면 공유 중지' },
  muteAll: '모두 음소거',
  mutedAll: '다른 사람을 모두 음소거했어요. 각자 다시 켤 수 있어요.',
  stopped: {
    microphone: (by) => `${by} 님이 마이크를 껐어요. 다시 켤 수 있어요.`,
    camera: (by) => `${by} 님이 카메라를 껐어요. 다시 켤 수 있어요.`,
    screen: (by) => `${by} 님이 화면 공유를 멈췄어요. 다시 공유할 수 있어요.`,
  },
  moved: (room, reason) => `${room} 방으로 옮겨졌어요.${reason === undefined ? '' : ` ${reason}`}`,
  removeTitle: (name) => `${name} 님을 방에서 내보낼까요?`,
  removeText: '다시 들여보내기 전까지 이 방에 들어올 수 없어요.',

  waiting: {
    title: (count) => `기다리는 사람 (${count})`,
    admit: '들여보내기',
    refuse: '거절',
    act: (word, name) => `${word}: ${name}`,
    admitAll: '모두 들여보내기',
    more: (count) => `${count}명이 더 기다리고 있어요.`,
    asks: (count) => `${count}명이 기다리고 있어요`,
    came: (name) => `${name} 님이 들어오려고 기다리고 있어요.`,
    failed: '기다리는 사람 목록을 불러오지 못했어요.',
  },
  waits: {
    room: (room) => `${room} 방에 들어가려고 기다리는 중`,
    roomText: '방을 만든 사람이 수락하면 자동으로 들어가요. 이 페이지를 열어 두세요.',
    lecture: '강의에 들어가려고 기다리는 중',
    lectureText: '선생님이 수락하면 자동으로 들어가요. 이 페이지를 열어 두세요.',
    admitted: '수락되어 들어왔어요.',
    stop: '그만 기다리기',
  },
  refused: {
    title: '들어가지 못했어요',
    text: '다시 요청할 수 있어요.',
    full: '수락됐지만 방의 정원이 찼어요. 다시 요청할 수 있어요.',
    again: '다시 요청',
  },
  closedRoom: {
    title: (room) => `${room} 방에는 새로 들어갈 수 없어요`,
    text: '링크를 보낸 사람에게 방을 열어 달라고 한 뒤 다시 시도해 주세요.',
  },
  closedLecture: {
    title: '이 강의에는 새로 들어갈 수 없어요',
    text: '선생님께 강의를 열어 달라고 한 뒤 다시 시도해 주세요.',
  },
  removedFromRoom: {
    title: '이 방에서 퇴장됐어요',
    text: '방 관리자나 서버 관리자가 차단을 풀면 다시 들어올 수 있어요.',
  },
  again: '다시 시도',
};

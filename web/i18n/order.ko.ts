import type { OrderWords } from './order.en.js';

export const order: OrderWords = {
  manage: '방 관리',
  entry: {
    label: '들어올 수 있는 사람',
    open: '모두',
    closed: '새로 못 들어옴',
    hints: {
      open: '권한이 있는 사람은 누구나 들어올 수 있어요.',
      closed: '지금 있는 사람은 계속 있을 수 있고, 나갔다가 다시 들어올 수도 있어요.',
    },
    isClosed: '새로운 사람은 들어올 수 없음',
  },
  removeTitle: (name) => `${name} 님을 방에서 내보낼까요?`,
  removeText: '다시 들여보내기 전까지 이 방에 들어올 수 없어요.',

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
    text: '방을 만든 사람이 다시 들여보내면 들어올 수 있어요.',
  },
  again: '다시 시도',
};

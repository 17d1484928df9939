import type { moderation as english } from './moderation.en.js';

export const moderation: typeof english = {
  dropTitle: (name) => `${name} 님을 강의에서 내보낼까요?`,
  dropText: '상대방에게 알림이 가고, 그곳에서 읽거나 쓰거나 말할 수 없게 돼요.',
  scope: '내보낼 곳',
  scopes: {
    lecture: { word: '이 강의', hint: '다시 들여보내면 참여할 수 있어요.' },
    class: { word: '수업 전체', hint: '차단을 풀 때까지 이 수업의 모든 강의에 들어올 수 없어요.' },
  },
  drop: '내보내기',
  cancel: '취소',
  dropped: (name) => `${name} 님을 내보냈어요.`,
  banned: (name) => `${name} 님을 수업에서 차단했어요.`,

  removed: (count) => `내보낸 사람 (${count})`,
  from: (lecture) => `‘${lecture}’ 강의에서 내보냄`,
  fromClass: '수업에서 차단됨',
  since: (time) => `${time}부터`,
  readmit: '다시 들여보내기',
  lift: '차단 풀기',
  act: (word, name) => `${word}: ${name}`,
  readmitted: (name) => `${name} 님이 다시 들어올 수 있어요.`,
  older: '더 보기',
  failed: '내보낸 사람 목록을 불러오지 못했어요.',

  activity: '활동 기록',
  activityFailed: '활동 기록을 불러오지 못했어요.',
  noActivity:
    '아직 기록이 없어요. 선생님이 내보내거나 차단하거나 발언을 막거나 역할을 바꾸거나 삭제한 일이 여기에 남아요.',
  operator: '서버 관리자가',
  teacher: (name) => `${name} 님이`,
  actions: {
    remove: ({ actor, target, lecture }) => `${actor} ${target} 님을 ‘${lecture}’ 강의에서 내보냈어요.`,
    ban: ({ actor, target }) => `${actor} ${target} 님을 수업에서 차단했어요.`,
    readmit: ({ actor, target, lecture }) => `${actor} ${target} 님을 ‘${lecture}’ 강의에 다시 들여보냈어요.`,
    'lift-ban': ({ actor, target }) => `${actor} ${target} 님의 차단을 풀었어요.`,
    'speech-mode': ({ actor, lecture, detail }) =>
      detail === 'everyone'
        ? `${actor} ‘${lecture}’ 강의에서 모두 말할 수 있게 했어요.`
        : `${actor} ‘${lecture}’ 강의에서 선생님만 말할 수 있게 했어요.`,
    'revoke-speech': ({ actor, target, lecture }) =>
      `${actor} ‘${lecture}’ 강의에서 ${target} 님의 발언 허용을 취소했어요.`,
    'lower-hand': ({ actor, target, lecture }) =>
      target === undefined
        ? `${actor} ‘${lecture}’ 강의에서 모든 손을 내렸어요.`
        : `${actor} ‘${lecture}’ 강의에서 ${target} 님의 손을 내렸어요.`,
    entry: ({ actor, lecture, detail }) => {
      if (detail === 'open') return `${actor} ‘${lecture}’ 강의에 모두 들어올 수 있게 했어요.`;
      if (detail === 'waiting') return `${actor} ‘${lecture}’ 강의에 수락한 사람만 들어올 수 있게 했어요.`;
      return `${actor} ‘${lecture}’ 강의에 새로 들어올 수 없게 했어요.`;
    },
    'stop-media': ({ actor, target, lecture, detail }) => {
      const whose = target === undefined ? '모두의' : `${target} 님의`;
      const what = { microphone: '마이크를', camera: '카메라를' }[detail] ?? '화면 공유를';
      return `${actor} ‘${lecture}’ 강의에서 ${whose} ${what} 껐어요.`;
    },
    'delete-marker': ({ actor, target, lecture }) =>
      `${actor} ‘${lecture}’ 강의에서 ${target} 님의 질문이나 토론을 삭제했어요.`,
    'delete-message': ({ actor, target, lecture }) =>
      `${actor} ‘${lecture}’ 강의에서 ${target} 님의 메시지를 삭제했어요.`,
    enroll: ({ actor, target }) => `${actor} ${target} 님을 수업에 등록했어요.`,
    'clear-chat': ({ actor, lecture }) => `${actor} ‘${lecture}’ 강의의 채팅을 모두 삭제했어요.`,
    'remove-member': ({ actor, target }) => `${actor} ${target} 님을 수업에서 내보냈어요.`,
    'set-member-type': ({ actor, target, detail }) =>
      `${actor} ${target} 님을 ${detail === 'instructor' ? '선생님으로' : '학생으로'} 바꿨어요.`,
    'delete-lecture': ({ actor, lecture }) => `${actor} ‘${lecture}’ 강의를 삭제했어요.`,
    'delete-class': ({ actor }) => `${actor} 수업을 삭제했어요.`,
    'end-lecture': ({ actor, lecture }) => `${actor} ‘${lecture}’ 라이브 강의를 끝냈어요.`,
    'start-recording': ({ actor, lecture }) => `${actor} ‘${lecture}’ 강의 녹화를 시작했어요.`,
    'stop-recording': ({ actor, lecture }) => `${actor} ‘${lecture}’ 강의 녹화를 멈췄어요.`,
    'delete-recording': ({ actor, lecture }) => `${actor} ‘${lecture}’ 강의 녹화를 삭제했어요.`,
  },

  youWereDropped: {
    title: '강의에서 퇴장됐어요',
    text: '선생님이 강의에서 내보냈어요. 선생님이 다시 들여보내면 들어올 수 있어요.',
    again: '다시 시도',
  },
  youWereBanned: {
    title: '이 수업에서 차단됐어요',
    text: '선생님이 이 수업과 모든 강의에서 차단했어요. 실수인 것 같다면 선생님께 문의해 주세요.',
  },
};

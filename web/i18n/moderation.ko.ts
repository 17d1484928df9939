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

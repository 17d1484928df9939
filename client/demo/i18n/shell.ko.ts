import { nameKeys, type ShellWords } from './shell.en.js';

export const shell: ShellWords = {
  nav: '페이지',
  rooms: '방',
  classes: '수업',
  toasts: '알림',
  undo: '되돌리기',
  undoLast: '방금 지운 것 되돌리기',
  close: '닫기',
  shortcuts: '키보드 단축키',
  shortcutsShow: '이 목록 보기',
  singleKeys: '글을 쓰는 곳이 아니면 이 단축키 사용하기',
  keys: (keys) => nameKeys(keys, '스페이스'),
  muteLabel: '마이크 끄고 켜기',
  schoolLost: '다시 연결될 때까지 보이는 내용이 최신이 아닐 수 있어요.',
  connectAgain: '다시 연결',
};

import type { BrowsersWords } from './browsers.en.js';

export const browsers: BrowsersWords = {
  another: '다른 기기에서 사용',
  explanation:
    '다른 기기에서 링크를 열면 그 기기에서도 같은 사람으로, 같은 수업을 이어서 쓸 수 있어요. 내 기기에서만 열어 주세요.',
  create: '링크 만들기',
  link: '다른 기기에서 열 링크',
  once: (minutes) => `링크는 ${minutes}분 안에 한 번만 쓸 수 있어요. 다른 사람에게 보여 주지 마세요.`,
  copy: '링크 복사',
  copied: '링크를 복사했어요',
  copyFailed: '링크를 복사하지 못했어요. 직접 선택해서 복사해 주세요.',
  yours: '내 브라우저',
  current: '이 브라우저',
  used: (day) => `마지막 사용: ${day}`,
  signOut: '로그아웃',
  signOutName: (name) => `${name} 로그아웃`,

  useTitle: '이 기기에서도 사용할까요?',
  useText:
    '이 브라우저를 링크를 만든 사람으로 이어서 써요. 다른 기기에서 직접 만든 링크일 때만 계속해 주세요.',
  replaceText: (name) =>
    `이 브라우저를 ${name} 님 대신 링크를 만든 사람으로 이어서 써요. 다른 기기에서 직접 만든 링크일 때만 계속해 주세요.`,
  use: '여기서 계속하기',
  cancel: '취소',
  linkGone: '이미 사용했거나 만료된 링크예요. 처음 기기에서 다시 만들어 주세요.',
  newGuest: '새 게스트로 계속하기',
};

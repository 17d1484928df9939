import type { RecordingWords } from './recording.en.js';

export const recording: RecordingWords = {
  badge: '녹화 중',
  word: '녹화',
  stopWord: '녹화 중지',
  start: '강의 녹화하기',
  stop: '녹화 중지하기',
  ask: {
    title: '이 강의를 녹화할까요?',
    text: '모두에게 알려요. 말하고 있던 사람은 음소거되고, 마이크나 카메라, 화면을 다시 켜야 녹화돼요. 채팅과 재생 목록의 영상은 녹화되지 않아요. 끝나면 수업에 있는 모두가 녹화 파일을 내려받을 수 있어요.',
    confirm: '녹화 시작',
    cancel: '취소',
  },
  notice:
    '이 강의는 녹화되고 있어요. 켜 둔 동안 내 목소리와 카메라, 화면이 녹화돼요. 수업에 있는 모두가 녹화 파일을 내려받을 수 있어요.',
  stopped: '마이크와 카메라, 화면 공유가 꺼졌어요.',
  understood: '확인',
  needsLive: '먼저 수업을 시작하면 녹화할 수 있어요.',
  ended: {
    stopped: '녹화가 끝났어요.',
    ended: '강의가 끝나서 녹화도 끝났어요.',
    full: '저장 공간이 가득 차서 녹화가 멈췄어요. 지금까지 녹화한 부분은 남아 있어요.',
    lost: '미디어 서버에 문제가 생겨서 녹화가 멈췄어요. 지금까지 녹화한 부분은 남아 있어요.',
  },
  ready: '녹화 파일이 준비됐어요. 수업 페이지의 강의 메뉴에서 볼 수 있어요.',
  list: '녹화',
  of: (lecture) => `‘${lecture}’ 강의 녹화`,
  failed: '녹화 목록을 불러오지 못했어요.',
  none: '녹화가 없어요.',
  from: (time) => `${time} 녹화`,
  states: {
    running: '지금 녹화하고 있어요',
    converting: '내려받을 수 있게 준비하고 있어요. 1분 뒤에 다시 열어 보세요.',
    ready: '아무도 말하거나 보여 준 것이 없어요.',
  },
  kinds: { microphone: '목소리', camera: '카메라', screen: '화면', screenSound: '화면 소리' },
  file: (name, kind) => `${name} 님의 ${kind}`,
  startsAt: (time) => `${time}부터`,
  download: (file) => `${file} 내려받기`,
  delete: '이 녹화 삭제',
  deleteAsk: {
    title: '이 녹화를 삭제할까요?',
    text: '모두에게서 파일이 삭제되고 되돌릴 수 없어요.',
    confirm: '삭제',
    cancel: '취소',
  },
  deleted: '녹화를 삭제했어요.',
};

import type { ConnectionProblem } from '../session/connection-state.js';
import type { ParticipantState } from '../session/participant-state.js';
import type { MediaTroubleReason, TroubleReason } from '../trouble.js';

/** The texts of the element. */
export interface Words {
  yourName: string;
  join: string;
  leave: string;
  mute: string;
  camera: string;
  shareScreen: string;
  cameraOf: (name: string) => string;
  screenOf: (name: string) => string;
  retry: string;
  playSound: string;
  message: string;
  send: string;
  people: string;
  messages: string;
  you: string;
  speaking: string;
  muted: string;
  listening: string;
  connecting: string;
  reconnecting: string;
  waitingForOwner: string;
  mutedBy: (name: string) => string;
  participant: Record<Exclude<ParticipantState['state'], 'connected'>, string>;
  trouble: Record<TroubleReason, string>;
  microphone: Record<MediaTroubleReason, string>;
  cameraTrouble: Record<MediaTroubleReason, string>;
  screenTrouble: string;
  /** Problems whose message is written for developers. The messages of the others are shown as they are. */
  problem: Partial<Record<ConnectionProblem['code'], string>>;
  notSent: string;
}

const en: Words = {
  yourName: 'Your name',
  join: 'Join',
  leave: 'Leave',
  mute: 'Mute',
  camera: 'Camera',
  shareScreen: 'Share screen',
  cameraOf: (name) => `Camera of ${name}`,
  screenOf: (name) => `Screen of ${name}`,
  retry: 'Try again',
  playSound: 'Play sound',
  message: 'Message',
  send: 'Send',
  people: 'People',
  messages: 'Messages',
  you: 'you',
  speaking: 'speaking',
  muted: 'muted',
  listening: 'listening only',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  waitingForOwner: 'Waiting to be admitted…',
  mutedBy: (name) => `${name} muted you.`,
  participant: { connecting: 'connecting', failed: 'connection failed', closed: 'not connected' },
  trouble: {
    'network-blocked': 'the network blocks the connection',
    'ice-failed': 'connection failed',
    'no-answer': 'no answer',
    'remote-gone': 'left',
    'not-loaded': 'the voice code could not be loaded',
    unsupported: 'this browser does not support voice',
  },
  microphone: {
    permission: 'Others can’t hear you. Allow this page to use the microphone, then leave and join again.',
    'no-device': 'Others can’t hear you: there is no microphone.',
    'in-use': 'Others can’t hear you: another program uses the microphone.',
    insecure: 'Others can’t hear you: browsers allow microphones only on https and localhost.',
    unsupported: 'Others can’t hear you: this browser can’t open a microphone.',
    unknown: 'Others can’t hear you: the microphone could not be opened.',
  },
  cameraTrouble: {
    permission: 'Others can’t see you. Allow this page to use the camera, then turn it on again.',
    'no-device': 'Others can’t see you: there is no camera.',
    'in-use': 'Others can’t see you: another program uses the camera.',
    insecure: 'Others can’t see you: browsers allow cameras only on https and localhost.',
    unsupported: 'Others can’t see you: this browser can’t open a camera.',
    unknown: 'Others can’t see you: the camera could not be opened.',
  },
  screenTrouble: 'Couldn’t share the screen. Allow the browser to record it in the system settings.',
  problem: {
    shutdown: 'The server is restarting.',
    dead: 'This device did not respond for too long.',
    'too-slow': 'The network is too slow.',
    overloaded: 'The server is overloaded.',
    behind: 'The server has lost messages.',
    'token-expired': 'Your login has expired. Load the page again.',
    abuse: 'The server refused too many messages. Wait a minute, then try again.',
    replaced: 'You continued in another window.',
    dropped: 'You were removed from the room.',
    revoked: 'Your access to this server was revoked.',
  },
  notSent: 'The message was not sent. Try again.',
};

const ko: Words = {
  yourName: '이름',
  join: '들어가기',
  leave: '나가기',
  mute: '음소거',
  camera: '카메라',
  shareScreen: '화면 공유',
  cameraOf: (name) => `${name} 님의 카메라`,
  screenOf: (name) => `${name} 님의 화면`,
  retry: '다시 시도',
  playSound: '소리 켜기',
  message: '메시지',
  send: '보내기',
  people: '참여자',
  messages: '메시지 목록',
  you: '나',
  speaking: '말하는 중',
  muted: '음소거됨',
  listening: '듣기만 함',
  connecting: '연결하는 중…',
  reconnecting: '다시 연결하는 중…',
  waitingForOwner: '방장의 허락을 기다리는 중…',
  mutedBy: (name) => `${name} 님이 내 마이크를 음소거했습니다.`,
  participant: { connecting: '연결 중', failed: '연결 실패', closed: '연결 안 됨' },
  trouble: {
    'network-blocked': '네트워크가 연결을 막고 있음',
    'ice-failed': '연결 실패',
    'no-answer': '응답 없음',
    'remote-gone': '나감',
    'not-loaded': '음성 코드를 불러오지 못함',
    unsupported: '이 브라우저는 음성을 지원하지 않음',
  },
  microphone: {
    permission: '다른 사람이 내 말을 들을 수 없습니다. 마이크 사용을 허용한 뒤 나갔다가 다시 들어오세요.',
    'no-device': '다른 사람이 내 말을 들을 수 없습니다. 마이크가 없습니다.',
    'in-use': '다른 사람이 내 말을 들을 수 없습니다. 다른 프로그램이 마이크를 사용하고 있습니다.',
    insecure: '다른 사람이 내 말을 들을 수 없습니다. 마이크는 https와 localhost에서만 사용할 수 있습니다.',
    unsupported: '다른 사람이 내 말을 들을 수 없습니다. 이 브라우저에서는 마이크를 열 수 없습니다.',
    unknown: '다른 사람이 내 말을 들을 수 없습니다. 마이크를 열지 못했습니다.',
  },
  cameraTrouble: {
    permission: '다른 사람이 나를 볼 수 없습니다. 카메라 사용을 허용한 뒤 다시 켜세요.',
    'no-device': '다른 사람이 나를 볼 수 없습니다. 카메라가 없습니다.',
    'in-use': '다른 사람이 나를 볼 수 없습니다. 다른 프로그램이 카메라를 사용하고 있습니다.',
    insecure: '다른 사람이 나를 볼 수 없습니다. 카메라는 https와 localhost에서만 사용할 수 있습니다.',
    unsupported: '다른 사람이 나를 볼 수 없습니다. 이 브라우저에서는 카메라를 열 수 없습니다.',
    unknown: '다른 사람이 나를 볼 수 없습니다. 카메라를 열지 못했습니다.',
  },
  screenTrouble: '화면을 공유하지 못했습니다. 시스템 설정에서 브라우저의 화면 기록을 허용하세요.',
  problem: {
    unreachable: '서버에 연결할 수 없습니다.',
    full: '방이 가득 찼습니다.',
    shutdown: '서버를 다시 시작하고 있습니다.',
    dead: '기기가 오랫동안 응답하지 않았습니다.',
    'too-slow': '네트워크가 너무 느립니다.',
    overloaded: '서버에 과부하가 걸렸습니다.',
    behind: '서버가 일부 메시지를 잃었습니다.',
    'token-expired': '로그인이 만료되었습니다. 페이지를 새로 고치세요.',
    abuse: '거절된 메시지가 너무 많습니다. 1분 뒤에 다시 시도하세요.',
    replaced: '다른 창에서 접속했습니다.',
    dropped: '방에서 퇴장되었습니다.',
    revoked: '이 서버를 이용할 수 없게 되었습니다.',
  },
  notSent: '메시지를 보내지 못했습니다. 다시 시도하세요.',
};

/** The texts for a language tag, such as `ko-KR`; English if there are none. */
export const wordsFor = (language: string): Words => (/^ko\b/i.test(language) ? ko : en);

import type { PrivateWords } from './private.en.js';

export const privately: PrivateWords = {
  to: '받는 사람',
  everyone: '모두',
  teachers: '선생님',
  student: (name) => `${name} 님`,
  teachersBox: {
    label: '선생님에게 보낼 비공개 메시지',
    placeholder: '선생님에게 비공개 메시지 보내기',
    note: '선생님과 나만 볼 수 있어요.',
  },
  studentBox: {
    label: (name) => `${name} 님에게 보낼 비공개 메시지`,
    placeholder: (name) => `${name} 님에게 비공개 메시지 보내기`,
    note: (name) => `${name} 님과 선생님만 볼 수 있어요.`,
  },
  sentToTeachers: '비공개 · 선생님에게',
  sentToYou: '비공개 · 나와 선생님에게',
  sentTo: (name) => `비공개 · ${name} 님과 선생님에게`,
  reply: (name) => `${name} 님에게 비공개로 답하기`,
  write: '비공개 메시지 보내기',
  notSent: (to) => `‘${to}’에게 보낸 메시지가 전송되지 않았어요. 입력란에 다시 넣어 두었어요.`,
};

import type { ClassesWords } from './classes.en.js';

export const classes: ClassesWords = {
  doorTitle: '어떤 이름으로 들어올까요?',
  doorLead: '수업에서 선생님과 학생에게 보이는 이름이에요. 한 번만 물어봐요.',
  doorEnter: '계속하기',
  lobbyTitle: '내 수업',
};

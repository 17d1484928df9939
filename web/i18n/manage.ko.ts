import type { ManageWords } from './manage.en.js';

export const manage: ManageWords = {
  classMenu: '수업 관리',
  lectureMenu: (name) => `‘${name}’ 강의 관리`,
  save: '저장',
  saving: '저장하는 중…',
  cancel: '취소',

  editClass: '수업 수정',
  classSaved: '수업을 저장했어요.',
  deleteClass: '수업 삭제',
  deleteClassTitle: (title) => `‘${title}’ 수업을 삭제할까요?`,
  deleteClassText: '모두에게서 강의와 채팅, 질문, 출석부가 삭제돼요. 되돌릴 수 없어요.',
  classDeleted: (title) => `‘${title}’ 수업을 삭제했어요.`,

  editLecture: '강의 수정',
  lectureSaved: '강의를 저장했어요.',
  lectureChanged: '선생님이 강의를 수정했어요.',
  videosHint: '한 줄에 하나씩 입력해 주세요. 남은 영상의 질문은 그대로 있고, 뺀 영상의 질문은 삭제돼요.',
  deleteLecture: '강의 삭제',
  deleteLectureTitle: (name) => `‘${name}’ 강의를 삭제할까요?`,
  deleteLectureText: '모두에게서 채팅과 질문, 출석부가 삭제돼요. 되돌릴 수 없어요.',
  lectureDeleted: (name) => `‘${name}’ 강의를 삭제했어요.`,

  deleteMessage: (text) => `메시지 삭제: ${text}`,
  messageDeleted: '메시지를 삭제했어요.',
  clearChat: '채팅 모두 삭제',
  clearChatTitle: '채팅을 모두 삭제할까요?',
  clearChatText: '모두에게서 이 강의의 메시지가 삭제돼요. 되돌릴 수 없어요.',
  chatCleared: '채팅을 모두 삭제했어요.',
};

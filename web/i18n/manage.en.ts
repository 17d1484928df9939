/** The texts for changing and deleting classes, lectures and what belongs to them. */
export const manage = {
  classMenu: 'Manage class',
  lectureMenu: (name: string) => `Manage “${name}”`,
  save: 'Save changes',
  saving: 'Saving…',
  cancel: 'Cancel',

  editClass: 'Edit class',
  classSaved: 'Class saved.',
  deleteClass: 'Delete class',
  deleteClassTitle: (title: string) => `Delete “${title}”?`,
  deleteClassText:
    'Its lectures, chat, questions and attendance are deleted for everyone. You can’t undo this.',
  classDeleted: (title: string) => `Deleted “${title}”.`,

  editLecture: 'Edit lecture',
  lectureSaved: 'Lecture saved.',
  lectureChanged: 'The teacher changed the lecture.',
  videosHint: 'One per line. Videos that stay keep their questions; those of removed videos are deleted.',
  deleteLecture: 'Delete lecture',
  deleteLectureTitle: (name: string) => `Delete “${name}”?`,
  deleteLectureText: 'Its chat, questions and attendance are deleted for everyone. You can’t undo this.',
  lectureDeleted: (name: string) => `Deleted “${name}”.`,

  deleteMessage: (text: string) => `Delete message: ${text}`,
  messageDeleted: 'Message deleted.',
  clearChat: 'Clear chat',
  clearChatTitle: 'Clear the chat?',
  clearChatText: 'All messages of this lecture are deleted for everyone. You can’t undo this.',
  chatCleared: 'The chat was cleared.',
};

export type ManageWords = typeof manage;

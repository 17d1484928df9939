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

  classOptions: 'Class options',
  leaveClass: 'Leave class',
  leaveClassTitle: (title: string) => `Leave “${title}”?`,
  leaveClassText: 'You won’t see its lectures anymore. Your messages and questions stay.',
  classLeft: (title: string) => `You left “${title}”.`,
  memberMenu: (name: string) => `Manage ${name}`,
  makeTeacher: 'Make teacher',
  makeTeacherTitle: (name: string) => `Make ${name} a teacher?`,
  makeTeacherText: 'Teachers can change and delete everything in this class, and remove students.',
  makeStudent: 'Make student',
  madeTeacher: (name: string) => `${name} is a teacher now.`,
  madeStudent: (name: string) => `${name} is a student now.`,
  youAreTeacher: 'You’re a teacher of this class now.',
  youAreStudent: 'You’re a student of this class now.',
  removeMember: 'Remove from class',
  removeMemberTitle: (name: string) => `Remove ${name} from the class?`,
  removeMemberText:
    'They leave the class and its lectures, and can’t enroll again until you lift the ban. Their messages and questions stay.',

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

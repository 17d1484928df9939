import type { LectureCsvHeads, LectureMarkdownWords } from 'lectern-client';

const csv: LectureCsvHeads = {
  kind: 'Type',
  at: 'Time',
  name: 'Name',
  userId: 'User ID',
  text: { en: 'Text (English)', ko: 'Text (Korean)' },
  thread: 'Thread',
  video: 'Video',
  seconds: 'Seconds',
  votes: 'Votes',
  answered: 'Answered',
  chat: 'Chat',
  voiceMessage: 'Voice message',
  Question: 'Question',
  Discussion: 'Discussion',
  reply: 'Reply',
  yes: 'yes',
};

const markdown: LectureMarkdownWords = {
  chat: 'Chat',
  questions: 'Questions and discussions',
  noChat: 'No messages.',
  noQuestions: 'No questions.',
  voiceMessage: 'voice message',
  Question: 'Question',
  Discussion: 'Discussion',
  video: (number) => `video ${number}`,
  votes: (count) => `${count} vote${count === 1 ? '' : 's'}`,
  answered: 'answered',
  by: (name) => `by ${name}`,
};

/** The texts for downloading what belongs to a lecture. */
export const exports = {
  record: 'Download chat and questions',
  recordTitle: (name: string) => `Chat and questions of “${name}”`,
  recordFile: (name: string) => `Chat and questions ${name}`,
  format: 'Format',
  spreadsheet: 'Spreadsheet (CSV)',
  document: 'Document (Markdown)',
  download: 'Download',
  downloading: 'Loading… Many questions take a while.',
  downloaded: 'Downloaded.',
  csv,
  markdown,
};

export type ExportsWords = typeof exports;

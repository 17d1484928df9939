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

  lectureOptions: (name: string) => `Options for “${name}”`,
  addToCalendar: 'Add to calendar',
  calendarFile: (name: string) => `${name}.ics`,
  subscribe: 'Subscribe to calendar',
  feed: {
    title: (title: string) => `Calendar of “${title}”`,
    explanation:
      'Subscribe to this link in your calendar app, and new, moved and canceled lectures appear there automatically. Anyone with the link can see the lectures, so don’t share it.',
    create: 'Create link',
    exists: (day: string) =>
      `You created a link on ${day}. It can’t be shown again. If you create a new one, the old one stops working.`,
    replace: 'Create new link',
    link: 'Your calendar link',
    once: 'Copy it now. It won’t be shown again.',
    open: 'Open in calendar app',
    failed: 'Couldn’t load whether you have a link.',
    withdraw: 'Withdraw link',
    withdrawn: 'Link withdrawn. Calendar apps don’t get changes anymore.',
  },
};

export type ExportsWords = typeof exports;

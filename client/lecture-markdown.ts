import type { Marker, SavedMessage } from 'lectern-protocol';
import { formatDuration } from './format-duration.js';
import type { LectureRecord, RecordedMarker, TextLanguage } from './lecture-record.js';

/** The words around the texts. */
export interface LectureMarkdownWords extends Record<Marker['markerType'], string> {
  chat: string;
  questions: string;
  noChat: string;
  noQuestions: string;
  voiceMessage: string;
  /** @param number from 1 */
  video: (number: number) => string;
  votes: (count: number) => string;
  answered: string;
  by: (name: string) => string;
}

const english: LectureMarkdownWords = {
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

/**
 * Formats what was written in a lecture as Markdown: the chat, then each question or discussion with its thread. Times
 * are in ISO 8601. What people wrote is escaped, so that it has no markup.
 * @param languages of the texts. A translation that is equal to the original is left out
 */
export function lectureMarkdown(
  { lectureName, lectureDate, chat, markers }: LectureRecord,
  languages: readonly TextLanguage[],
  words = english,
): string {
  const spoken = (message: SavedMessage): string => {
    const { senderName, dateStr, text, audio } = message;
    const facts = [`**${escaped(senderName)}**`, escaped(dateStr)];
    if (audio) facts.push(duration(words.voiceMessage, audio.duration));
    const texts = audio ? [] : [...new Set(languages.map((language) => text[language].result))];
    return [facts.join(' · '), ...texts.map(quoted)].join('\n\n');
  };
  const thread = (marker: RecordedMarker): string =>
    [`### ${title(marker, words)}`, ...marker.messages.map(spoken)].join('\n\n');
  return `${[
    `# ${escaped(lectureName)}`,
    escaped(lectureDate),
    `## ${words.chat}`,
    ...(chat.length > 0 ? chat.map(spoken) : [words.noChat]),
    `## ${words.questions}`,
    ...(markers.length > 0 ? markers.map(thread) : [words.noQuestions]),
  ].join('\n\n')}\n`;
}

function title(
  { markerType, videoIndex, time, creatorName, votes = 0, answered }: RecordedMarker,
  words: LectureMarkdownWords,
): string {
  const facts = [
    words[markerType],
    words.by(escaped(creatorName)),
    words.video(videoIndex + 1),
    formatDuration(time),
  ];
  if (votes > 0) facts.push(words.votes(votes));
  if (answered) facts.push(words.answered);
  return facts.join(' · ');
}

const duration = (word: string, seconds: number | undefined): string =>
  seconds === undefined ? word : `${word}, ${formatDuration(Math.round(seconds))}`;

/** Formats a text as a quotation with its line breaks. */
function quoted(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => escaped(line.trim()));
  return lines
    .map((line, index) => {
      const breaks = line !== '' && (lines[index + 1] ?? '') !== '';
      return `> ${line}${breaks ? '\\' : ''}`.trimEnd();
    })
    .join('\n');
}

/** Escapes a line, so that Markdown shows it as it is. */
const escaped = (line: string): string =>
  line
    .replaceAll(/[\\`*_[\]<>&|~]/g, '\\$&')
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');

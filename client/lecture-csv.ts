import type { Marker, SavedMessage } from 'lectern-protocol';
import { csv } from './csv.js';
import type { LectureRecord, RecordedMarker, TextLanguage } from './lecture-record.js';

/** Title of each column, and the kinds of entries. */
export interface LectureCsvHeads extends Record<Marker['markerType'], string> {
  kind: string;
  at: string;
  name: string;
  userId: string;
  text: Record<TextLanguage, string>;
  thread: string;
  video: string;
  seconds: string;
  votes: string;
  answered: string;
  chat: string;
  voiceMessage: string;
  reply: string;
  yes: string;
}

const english: LectureCsvHeads = {
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

/**
 * Formats what was written in a lecture as CSV (RFC 4180) for spreadsheets: the chat, then each question or discussion
 * with its replies, which have the same thread. Times are in ISO 8601. Videos are counted from 1.
 * @param languages of the texts, a column for each
 */
export function lectureCsv(
  { chat, markers }: LectureRecord,
  languages: readonly TextLanguage[],
  heads = english,
): string {
  const row = (kind: string, message: SavedMessage): string[] => {
    const { dateStr, senderName, senderId, text } = message;
    return [kind, dateStr, senderName, senderId, ...languages.map((each) => text[each].result)];
  };
  const { kind, at, name, userId, text, thread, video, seconds, votes, answered } = heads;
  const columns = [kind, at, name, userId, ...languages.map((each) => text[each])];
  return csv([
    [...columns, thread, video, seconds, votes, answered],
    ...chat.map((message) => [
      ...row(message.audio ? heads.voiceMessage : heads.chat, message),
      ...['', '', '', '', ''],
    ]),
    ...markers.flatMap((marker) => {
      const { question, replies } = parts(marker);
      const { id, videoIndex, time, creatorName, creatorId, markerType } = marker;
      const place = [String(id), String(videoIndex + 1), String(time)];
      const first = question
        ? row(heads[markerType], question)
        : [heads[markerType], '', creatorName, creatorId, ...languages.map(() => '')];
      const counts = [String(marker.votes ?? 0), marker.answered ? heads.yes : ''];
      return [
        [...first, ...place, ...(markerType === 'Question' ? counts : ['', ''])],
        ...replies.map((reply) => [...row(heads.reply, reply), ...place, '', '']),
      ];
    }),
  ]);
}

/** Separates the text of a question from the replies. It is missing if its creator lost the connection before. */
function parts({ creatorId, messages }: RecordedMarker): {
  question: SavedMessage | undefined;
  replies: SavedMessage[];
} {
  const [first, ...others] = messages;
  return first?.senderId === creatorId
    ? { question: first, replies: others }
    : { question: undefined, replies: messages };
}

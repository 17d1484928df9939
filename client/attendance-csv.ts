import type { Attendance, Member } from 'lectern-protocol';
import { csv } from './csv.js';

/** Title of each column. */
export interface AttendanceHeads {
  name: string;
  userId: string;
  from: string;
  to: string;
  minutes: string;
  total: string;
}

const english: AttendanceHeads = {
  name: 'Name',
  userId: 'User ID',
  from: 'Joined',
  to: 'Left',
  minutes: 'Minutes',
  total: 'Total minutes',
};

/**
 * Formats an attendance list as CSV (RFC 4180) for spreadsheets. Each row is a span, with its times in ISO 8601, its
 * minutes, and the user's minutes in total. A span that is still open counts up to `now` (ISO 8601); its end is left
 * empty.
 * @param absent members with a row without times
 */
export function attendanceCsv(
  attendance: readonly Attendance[],
  now: string,
  heads = english,
  absent: readonly Pick<Member, 'userId' | 'userName'>[] = [],
): string {
  const totals = new Map<string, number>();
  for (const span of attendance) {
    totals.set(span.userId, (totals.get(span.userId) ?? 0) + attendedMs(span, now));
  }
  const rows = attendance.map((span) => [
    span.userName,
    span.userId,
    span.from,
    span.to ?? '',
    minutes(attendedMs(span, now)),
    minutes(totals.get(span.userId) ?? 0),
  ]);
  const { name, userId, from, to, minutes: each, total } = heads;
  const none = absent.map((member) => [member.userName, member.userId, '', '', minutes(0), minutes(0)]);
  return csv([[name, userId, from, to, each, total], ...rows, ...none]);
}

/** Length of a span in ms, up to `now` if it is still open. */
export function attendedMs({ from, to = '' }: Pick<Attendance, 'from' | 'to'>, now: string): number {
  return Math.max(0, Date.parse(to || now) - Date.parse(from));
}

const minutes = (ms: number): string => (ms / 60_000).toFixed(1);

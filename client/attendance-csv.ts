import type { Attendance } from 'lectern-protocol';

/** The head of each column. */
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
  userId: 'User',
  from: 'From',
  to: 'To',
  minutes: 'Minutes',
  total: 'Minutes in all',
};

/** Excel takes a file without it for one in an old code page, and writes garbled names. */
const BOM = '\ufeff';

/**
 * Who was there from when to when, as CSV (RFC 4180) for spreadsheets: a row for each span, times in ISO 8601, how
 * many minutes it was and how many all spans of that user. A span that is still open ends at `now`, an ISO time,
 * and has no end written.
 */
export function attendanceCsv(attendance: readonly Attendance[], now: string, heads = english): string {
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
  const lines = [[name, userId, from, to, each, total], ...rows].map((row) => row.map(cell).join(','));
  return `${BOM}${lines.join('\r\n')}\r\n`;
}

/** How long a span is in ms, up to `now` where it is still open. */
export function attendedMs({ from, to = '' }: Pick<Attendance, 'from' | 'to'>, now: string): number {
  return Math.max(0, Date.parse(to || now) - Date.parse(from));
}

const minutes = (ms: number): string => (ms / 60_000).toFixed(1);

/**
 * Quotes every cell, so that no spreadsheet splits a name, whichever separator it uses. A text that a spreadsheet would
 * evaluate as a formula gets an apostrophe, which spreadsheets do not show.
 */
function cell(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

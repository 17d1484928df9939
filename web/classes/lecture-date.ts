import type { Lecture } from 'lectern-protocol';
import { isDay, isMoment } from 'lectern-protocol/lecture-date';

/** The date and, if known, the time of a lecture. */
export interface LectureTime {
  /** For a day without a time, its start in local time. */
  at: Date;
  /** Whether only the day is known. */
  wholeDay: boolean;
}

/**
 * Parses a lectureDate: a day that exists (`2026-11-21`) or a moment with its offset (ISO 8601). Returns undefined for
 * other texts, which lectures of older servers can have: each reader would take them for another moment.
 */
export function readLectureDate(text: string): LectureTime | undefined {
  if (isMoment(text)) return { at: new Date(text), wholeDay: false };
  if (!isDay(text)) return undefined;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return { at: new Date(year, month - 1, day), wholeDay: true };
}

/** Returns the lectureDate for a day in the format of date inputs and an optional local time, for example `14:30`. */
export const writeLectureDate = (day: string, time: string): string =>
  time === '' ? day : new Date(`${day}T${time}`).toISOString();

const two = (value: number): string => String(value).padStart(2, '0');

/** Returns the day in the format of date inputs. */
export const dayText = (date: Date): string =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** Returns the next full hour after a moment. */
export function nextHour(after: Date): Date {
  const next = new Date(after);
  next.setHours(after.getHours() + 1, 0, 0, 0);
  return next;
}

export const timeText = (date: Date): string => `${two(date.getHours())}:${two(date.getMinutes())}`;

export type Group = 'today' | 'upcoming' | 'past';

export interface Dated {
  lecture: Lecture;
  time: LectureTime | undefined;
}

/**
 * Groups and sorts lectures. Live lectures count as today's, whatever their date, and come first. Past lectures begin
 * with the newest. Lectures without a readable date count as upcoming.
 */
export function groupLectures(lectures: readonly Lecture[], now: Date): Record<Group, Dated[]> {
  const groups: Record<Group, Dated[]> = { today: [], upcoming: [], past: [] };
  const today = dayText(now);
  for (const lecture of lectures) {
    const time = readLectureDate(lecture.lectureDate);
    const day = time && dayText(time.at);
    const isToday = lecture.isLive || day === today;
    const group = isToday ? 'today' : time && time.at < now ? 'past' : 'upcoming';
    groups[group].push({ lecture, time });
  }
  const at = ({ time }: Dated): number => time?.at.getTime() ?? Number.MAX_SAFE_INTEGER;
  const byTime = (one: Dated, other: Dated): number =>
    at(one) - at(other) || one.lecture.id - other.lecture.id;
  const live = ({ lecture }: Dated): number => Number(lecture.isLive);
  groups.today.sort((one, other) => live(other) - live(one) || byTime(one, other));
  groups.upcoming.sort(byTime);
  groups.past.sort((one, other) => byTime(other, one));
  return groups;
}

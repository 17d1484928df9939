import ical, { escape as escapeText, ICalEventStatus } from 'ical-generator';
import { isDay, isMoment } from 'lectern-protocol/lecture-date';
import type { CalendarEntry, Class } from '../store/store.js';

/** Interval in seconds at which programs should update the calendar. */
const REFRESH_SECONDS = 3600;

/**
 * Formats lectures as a calendar file (RFC 5545). Lectures of older servers whose dates are other texts are left out.
 * @param pageOf returns the address of a lecture's page, if it is known
 */
export function calendarFile(
  { uuid, title }: Pick<Class, 'uuid' | 'title'>,
  entries: readonly CalendarEntry[],
  pageOf: (lectureId: number) => string | undefined,
): string {
  const calendar = ical({
    // The library escapes the texts of events, and not this one.
    name: escapeText(title, false),
    prodId: { company: 'Lectern', product: 'Calendar', language: 'EN' },
    ttl: REFRESH_SECONDS,
  });
  for (const { lectureId, lectureDate, lectureName, revision, revisedAt } of entries) {
    const wholeDay = isDay(lectureDate);
    if (!wholeDay && !isMoment(lectureDate)) continue;
    const canceled = lectureName === undefined;
    const url = canceled ? undefined : pageOf(lectureId);
    calendar.createEvent({
      // The same in each calendar, so that a program recognizes the lecture.
      id: `lecture-${lectureId}@${uuid}`,
      start: new Date(lectureDate),
      allDay: wholeDay,
      summary: canceled ? title : `${title}: ${lectureName}`,
      sequence: revision,
      stamp: new Date(revisedAt),
      lastModified: new Date(revisedAt),
      status: canceled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...(url !== undefined && { url: withoutSeparators(url) }),
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** Encodes the characters that the library escapes, which programs do not expect in an address. */
const withoutSeparators = (url: string): string => url.replaceAll(/[\\,;]/g, encodeURIComponent);

import ICAL from 'ical.js';

// The parser knows RFC 5545. NAME is a text of RFC 7986.
ICAL.design.icalendar.property.name = ICAL.design.icalendar.property.summary;

/** An event of a calendar file. */
export interface CalendarEvent {
  uid: string;
  summary: string;
  /** A day (`2026-11-21`), or a time in UTC (`2026-11-22T01:30:00Z`). */
  start: string;
  sequence: number;
  stamp: string;
  status: string;
  url?: string;
}

/** Parses a calendar file. Throws if it does not follow RFC 5545. */
export function parseCalendar(text: string): { name: string; events: CalendarEvent[] } {
  const calendar = ICAL.Component.fromString(text);
  return {
    name: String(calendar.getFirstPropertyValue('name')),
    events: calendar.getAllSubcomponents('vevent').map((event) => {
      const value = (name: string): string => String(event.getFirstPropertyValue(name));
      return {
        uid: value('uid'),
        summary: value('summary'),
        start: value('dtstart'),
        sequence: Number(value('sequence')),
        stamp: value('dtstamp'),
        status: value('status'),
        ...(event.hasProperty('url') && { url: value('url') }),
      };
    }),
  };
}

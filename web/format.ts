import { computed } from '@preact/signals';
import { language } from './preferences.js';

export { formatDuration as duration } from 'lectern-client';

/** Formats a duration in ms, for example `23 ms`. Values under ten have one decimal. */
export const milliseconds = (value: number): string =>
  `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** Formats the time of day in the user's language. */
export const timeOfDay = computed(() => {
  const format = new Intl.DateTimeFormat(language.value, { hour: 'numeric', minute: '2-digit' });
  return (date: Date): string => format.format(date);
});

const dayFormats = computed(() => {
  const common = { month: 'long', day: 'numeric', weekday: 'short' } as const;
  return {
    thisYear: new Intl.DateTimeFormat(language.value, common),
    otherYear: new Intl.DateTimeFormat(language.value, { ...common, year: 'numeric' }),
  };
});

/** Formats a day, for example `Wed, March 4`, with the year unless it is this one. */
export const dayOf = (date: Date): string => {
  const { thisYear, otherYear } = dayFormats.value;
  return (date.getFullYear() === new Date().getFullYear() ? thisYear : otherYear).format(date);
};

/** Formats a day and time for tables, for example `Nov 21, 3:29 PM`. */
export const shortDayAndTime = computed(() => {
  const format = new Intl.DateTimeFormat(language.value, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  return (date: Date): string => format.format(date);
});

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Formats a time relative to now: `in 2 hours`, `yesterday`, `now`. Both in ms on the scale of Date.now(). */
export function fromNow(time: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' });
  const [unit, length] = units.find(([, length]) => Math.abs(time - now) >= length) ?? ['second', Infinity];
  return format.format(Math.round((time - now) / length), unit);
}

const tileFormats = computed(() => ({
  month: new Intl.DateTimeFormat(language.value, { month: 'short' }),
  weekday: new Intl.DateTimeFormat(language.value, { weekday: 'short' }),
  year: new Intl.DateTimeFormat(language.value, { year: 'numeric' }),
}));

export const yearOf = (date: Date): string => tileFormats.value.year.format(date);

/** Returns the parts of a day, as on a calendar page: `Mar`, `4`, `Wed`. */
export const dayTile = (date: Date): { month: string; day: number; weekday: string } => ({
  month: tileFormats.value.month.format(date),
  day: date.getDate(),
  weekday: tileFormats.value.weekday.format(date),
});

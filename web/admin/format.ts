import { computed } from '@preact/signals';
import { language } from '../preferences.js';

const numbers = computed(() => new Intl.NumberFormat(language.value));

export const count = (value: number): string => numbers.value.format(value);

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Formats bytes, for example `12 MB`. Values under ten have one decimal. */
export function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(value) / Math.log(1024)));
  const amount = value / 1024 ** power;
  const format = new Intl.NumberFormat(language.value, {
    maximumFractionDigits: amount < 10 && power > 0 ? 1 : 0,
  });
  return `${format.format(amount)} ${UNITS[power]}`;
}

/** Formats a duration in ms in its two largest units, for example `3 days, 4 hr`. */
export function longDuration(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const parts = [
    ['day', Math.floor(minutes / 1440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const;
  const first = parts.findIndex(([unit, amount]) => amount > 0 || unit === 'minute');
  return parts
    .slice(first, first + 2)
    .filter(([, amount], index) => amount > 0 || index === 0)
    .map(([unit, amount]) =>
      new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'short' }).format(amount),
    )
    .join(' ');
}

/** Formats a time of day with seconds. */
export const clock = computed(() => {
  const format = new Intl.DateTimeFormat(language.value, { timeStyle: 'medium' });
  return (date: Date): string => format.format(date);
});

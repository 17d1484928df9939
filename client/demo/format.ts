import { computed } from '@preact/signals';
import { language } from './preferences.js';

/** `23 ms`; under ten with one digit after the point. */
export const milliseconds = (value: number): string =>
  `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The time of day, as this person writes it. */
export const timeOfDay = computed(() => {
  const format = new Intl.DateTimeFormat(language.value, { hour: 'numeric', minute: '2-digit' });
  return (date: Date): string => format.format(date);
});

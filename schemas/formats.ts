import { isLectureDate } from './lecture-date.js';
import { isName, isTitle } from './shown-text.js';

/** A rule for strings that a schema names by the keyword `format`. */
export interface Format {
  validate(text: string): boolean;
  /** Describes a valid string, for people. */
  expected: string;
}

/** The values of `format` in the schemas. */
export const formats: Readonly<Record<string, Format>> = {
  name: {
    validate: isName,
    expected:
      'a visible name without control or invisible characters, with plain spaces only and the letters of one ' +
      'alphabet in each word',
  },
  title: {
    validate: isTitle,
    expected: 'text without control or invisible characters, with plain spaces only',
  },
  'lecture-date': {
    validate: isLectureDate,
    expected:
      'a day that exists, for example 2026-11-21, or a time with its offset from UTC, for example ' +
      '2026-11-21T14:30+09:00',
  },
};

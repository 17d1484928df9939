import { isLectureDate } from 'lectern-protocol/lecture-date';
import t from 'tap';

t.test('a day that exists, or a moment with its offset', async (t) => {
  for (const date of [
    '2026-11-21',
    '2028-02-29',
    '2026-12-24T09:00Z',
    '2026-12-24T09:00:00+09:00',
    '2026-12-24T23:59:59.999-03:30',
  ]) {
    t.ok(isLectureDate(date), date);
  }
});

t.test('any other text is refused', async (t) => {
  for (const date of [
    '',
    '2026-02-30',
    '2027-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-2',
    '26-11-21',
    '2026-12-24T09:00:00',
    '2026-02-30T09:00Z',
    '2026-12-24T24:00Z',
    '2026-12-24T09:60Z',
    '2026-12-24 09:00Z',
    '2026-12-24T09:00+25:00',
    '12/24/2026',
    'tomorrow',
    '2026-11-21\n',
    '٢٠٢٦-١١-٢١',
  ]) {
    t.notOk(isLectureDate(date), date);
  }
});

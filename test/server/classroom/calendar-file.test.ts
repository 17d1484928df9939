import t from 'tap';
import { calendarFile } from '../../../server/classroom/calendar-file.js';
import { parseCalendar } from '../../helpers/calendar.js';

const entry = { lectureId: 3, lectureDate: '2026-11-21', lectureName: 'Sets', revision: 0, revisedAt: 0 };
const of = (title: string) => ({ uuid: '6b1c9c1e', title });
const nowhere = () => undefined;

t.test('a day is the same day, and a moment the same moment, in whichever time zone the server is', (t) => {
  const { TZ } = process.env;
  t.teardown(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });
  for (const zone of ['Asia/Seoul', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC']) {
    process.env.TZ = zone;
    // Two of these zones change their clocks in that hour of March 8.
    const dates = ['2026-11-21', '2026-03-08', '2026-03-08T02:30-08:00', '2026-11-21T00:15:00+09:00'];
    const entries = dates.map((lectureDate) => ({ ...entry, lectureDate }));
    const { events } = parseCalendar(calendarFile(of('Algebra'), entries, nowhere));
    t.same(
      events.map(({ start }) => start),
      ['2026-11-21', '2026-03-08', '2026-03-08T10:30:00Z', '2026-11-20T15:15:00Z'],
      zone,
    );
  }
  t.end();
});

t.test('names and addresses arrive as they are', (t) => {
  const title = 'C:\\new; "a", b\\, 가';
  const page = 'https://example.org/a,b;c?d=e';
  const text = calendarFile(of(title), [{ ...entry, lectureName: 'x;y,z\\n"q": 나' }], () => page);
  const { name, events } = parseCalendar(text);
  t.equal(name, title);
  t.match(events, [{ summary: `${title}: x;y,z\\n"q": 나`, url: 'https://example.org/a%2Cb%3Bc?d=e' }]);
  t.end();
});

t.test('lectures whose dates are other texts are left out', (t) => {
  const entries = ['next week', '2026-02-30', ''].map((lectureDate) => ({ ...entry, lectureDate }));
  t.same(parseCalendar(calendarFile(of('Algebra'), entries, nowhere)).events, []);
  t.end();
});

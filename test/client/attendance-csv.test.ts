import { type Attendance, absentMembers, attendanceCsv, type Member } from 'lectern-client';
import t from 'tap';

const now = '2026-11-21T10:00:00.000Z';

const span = (given: Partial<Attendance>): Attendance => ({
  userId: 'u1',
  userName: 'Ada',
  from: '2026-11-21T09:00:00.000Z',
  to: '2026-11-21T09:30:00.000Z',
  ...given,
});

/** The rows below the header. */
const rows = (attendance: Attendance[]): string[] =>
  attendanceCsv(attendance, now).split('\r\n').slice(1, -1);

t.test('a file for Excel: a byte order mark, a header, lines that end with CR LF', async (t) => {
  const csv = attendanceCsv([span({})], now);
  t.equal(
    csv,
    '\ufeff"Name","User ID","Joined","Left","Minutes","Total minutes"\r\n' +
      '"Ada","u1","2026-11-21T09:00:00.000Z","2026-11-21T09:30:00.000Z","30.0","30.0"\r\n',
  );
  t.same([...new TextEncoder().encode(csv)].slice(0, 3), [0xef, 0xbb, 0xbf], 'UTF-8');
  t.same(rows([]), []);
});

t.test('the spans of one user are added up, and an open one lasts until now', async (t) => {
  const { to: _, ...open } = span({ from: '2026-11-21T09:50:30.000Z' });
  t.same(rows([span({}), span({ userId: 'u2', userName: 'Bo' }), open]), [
    '"Ada","u1","2026-11-21T09:00:00.000Z","2026-11-21T09:30:00.000Z","30.0","39.5"',
    '"Bo","u2","2026-11-21T09:00:00.000Z","2026-11-21T09:30:00.000Z","30.0","30.0"',
    '"Ada","u1","2026-11-21T09:50:30.000Z","","9.5","39.5"',
  ]);
});

t.test('a name stays one cell and is never a formula, whichever separator a spreadsheet uses', async (t) => {
  const name = (userName: string): string => rows([span({ userName })])[0]?.split(',"u1",')[0] ?? '';
  t.equal(name('Kim, Min'), '"Kim, Min"');
  t.equal(name('the "one"'), '"the ""one"""');
  t.equal(name("x;=cmd|' /C calc'!A0"), `"x;=cmd|' /C calc'!A0"`);
  t.equal(name('x\t=1+1'), '"x\t=1+1"');
  t.equal(name('김민수'), '"김민수"');
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1,2', ' =1', '＝1+1'])
    t.equal(name(formula), `"'${formula}"`);
});

t.test('members who were absent have a row without times', async (t) => {
  const member = (userId: string, userName: string): Member => ({
    userId,
    userName,
    memberType: 'student',
    connected: false,
  });
  const attendance = [span({})];
  const absent = absentMembers([member('u1', 'Ada'), member('u2', '=Bo')], attendance);
  t.strictSame(absent, [member('u2', '=Bo')]);
  t.same(attendanceCsv(attendance, now, undefined, absent).split('\r\n').slice(2, -1), [
    `"'=Bo","u2","","","0.0","0.0"`,
  ]);
});

t.test('the header can be in another language', async (t) => {
  const heads = { name: '이름', userId: '사용자', from: '시작', to: '끝', minutes: '분', total: '합계' };
  t.match(attendanceCsv([], now, heads), /^\ufeff"이름","사용자","시작","끝","분","합계"\r\n$/);
});

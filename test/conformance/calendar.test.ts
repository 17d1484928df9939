import t from 'tap';
import { parseCalendar } from '../helpers/calendar.js';
import { target } from '../helpers/conformance.js';
import { ask, createClass, person, refusal } from '../helpers/test-class.js';

await target((server) => {
  const fetched = async (path: string) => {
    const url = new URL(path, server.url.replace(/^ws/, 'http').replace(/\/?$/, '/'));
    const response = await fetch(url);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  t.test('a member subscribes to the calendar of a class, and sees changes and cancellations', async (t) => {
    const { teacher, students, classUuid } = await createClass(t, server, 1);
    const [student] = students;
    if (!student) throw new Error('expected a student');
    const given = { classUuid, playlist: '' };
    const create = async (lectureDate: string, lectureName: string) =>
      (await ask(teacher, 'CreateLecture', { ...given, lectureDate, lectureName })).lecture.id;
    const first = await create('2026-11-21', `Sets, maps; ${'가'.repeat(90)}`);
    const second = await create('2026-11-22T10:30:00+09:00', 'Proofs');

    t.notOk('created' in (await ask(student, 'GetClassFeed', { classUuid })));
    const { path } = await ask(student, 'CreateClassFeed', { classUuid });
    t.match(await ask(student, 'GetClassFeed', { classUuid }), { created: /^\d{4}-.+Z$/ });
    t.notOk('created' in (await ask(teacher, 'GetClassFeed', { classUuid })), 'each member has an own link');
    const { status, headers, text } = await fetched(path);
    t.equal(status, 200);
    t.match(headers.get('content-type'), /^text\/calendar/);
    t.ok(
      text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75),
      'long lines are folded',
    );
    const { name, events } = parseCalendar(text);
    t.equal(name, 'Algebra');
    const uids = [first, second].map((id) => `lecture-${id}@${classUuid}`);
    const each = { sequence: 0, status: 'CONFIRMED' };
    const page = new RegExp(`^https?://.+/classes/${classUuid}/lectures/${first}$`);
    t.match(events, [
      {
        ...each,
        uid: uids[0],
        summary: `Algebra: Sets, maps; ${'가'.repeat(90)}`,
        start: '2026-11-21',
        url: page,
      },
      { ...each, uid: uids[1], summary: 'Algebra: Proofs', start: '2026-11-22T01:30:00Z' },
    ]);

    await ask(teacher, 'UpdateLecture', { classUuid, lectureId: second, lectureDate: '2026-11-23' });
    await ask(teacher, 'DeleteLecture', { classUuid, lectureId: first });
    const later = (await fetched(path)).text;
    t.match(parseCalendar(later).events, [
      { uid: uids[0], summary: 'Algebra', start: '2026-11-21', sequence: 1, status: 'CANCELLED' },
      { uid: uids[1], summary: 'Algebra: Proofs', start: '2026-11-23', sequence: 1, status: 'CONFIRMED' },
    ]);
    t.notMatch(later, 'Sets', 'the name of a deleted lecture is gone');
  });

  t.test('a link to the calendar is replaced, withdrawn, and ends with the membership', async (t) => {
    const { teacher, students, classUuid } = await createClass(t, server, 2);
    const [student, unruly] = students;
    if (!student || !unruly) throw new Error('expected two students');
    const create = async (by = student) => (await ask(by, 'CreateClassFeed', { classUuid })).path;
    const status = async (path: string) => (await fetched(path)).status;
    const [first, second] = [await create(), await create()];
    t.same([await status(first), await status(second)], [404, 200]);
    await ask(student, 'WithdrawClassFeed', { classUuid });
    t.equal(await status(second), 404);
    t.notOk('created' in (await ask(student, 'GetClassFeed', { classUuid })));
    const third = await create();
    await ask(teacher, 'RemoveMember', { classUuid, userId: student.userId });
    t.equal(await status(third), 404);
    t.equal(await status('calendar/unknown.ics'), 404);
    const fourth = await create(unruly);
    const { lecture } = await ask(teacher, 'CreateLecture', {
      classUuid,
      lectureDate: '2026-11-21',
      lectureName: 'Sets',
      playlist: '',
    });
    t.equal(await status(fourth), 200);
    const ban = { classUuid, lectureId: lecture.id, userId: unruly.userId, scope: 'class' } as const;
    await ask(teacher, 'DropParticipant', ban);
    t.equal(await status(fourth), 404, 'a banned student');

    const stranger = await person(t, server);
    for (const type of ['CreateClassFeed', 'GetClassFeed'] as const) {
      t.equal(await refusal(stranger, type, { classUuid }), 403, type);
    }
    t.equal((await ask(stranger, 'WithdrawClassFeed', { classUuid })).status, 200, 'there was none');
  });

  t.test('a lecture as a calendar file is the event of the calendar of its class', async (t) => {
    const { teacher, classUuid } = await createClass(t, server, 0);
    const { lecture } = await ask(teacher, 'CreateLecture', {
      classUuid,
      lectureDate: '2026-11-21',
      lectureName: 'Sets',
      playlist: '',
    });
    const named = { classUuid, lectureId: lecture.id };
    const page = `https://example.org/classes/${classUuid}/lectures/${lecture.id}`;
    const { calendar } = await ask(teacher, 'GetLectureCalendar', { ...named, page });
    const [event] = parseCalendar(calendar).events;
    t.equal(event?.url, page);
    const { path } = await ask(teacher, 'CreateClassFeed', { classUuid });
    const [same] = parseCalendar((await fetched(path)).text).events;
    t.same({ ...same, url: page }, event);
    t.notOk(
      'url' in (parseCalendar((await ask(teacher, 'GetLectureCalendar', named)).calendar).events[0] ?? {}),
    );
    const stranger = await person(t, server);
    t.equal(await refusal(stranger, 'GetLectureCalendar', named), 403);
    const unknown = { classUuid, lectureId: lecture.id + 1_000_000 };
    t.equal(await refusal(teacher, 'GetLectureCalendar', unknown), 404);
  });
});

import t from 'tap';
import { target } from '../helpers/conformance.js';
import { ask, createClass, startLecture } from '../helpers/test-class.js';

const given = (classUuid: string, lectureName: string) => ({
  classUuid,
  lectureDate: '2026-11-21',
  lectureName,
  playlist: 'media/sample.mp4',
});

await target((server) => {
  t.test('lectures and classes come in pages, the newest first', async (t) => {
    const { teacher, classUuid } = await createClass(t, server, 0);
    for (const name of ['one', 'two', 'three']) await ask(teacher, 'CreateLecture', given(classUuid, name));
    const newest = await ask(teacher, 'GetLectures', { classUuid, limit: 2 });
    t.match(newest.lectures, [{ lectureName: 'two' }, { lectureName: 'three' }]);
    t.equal(newest.lectures.length, 2);
    const { before } = newest;
    if (before === undefined) throw new Error('expected another page');
    const oldest = await ask(teacher, 'GetLectures', { classUuid, limit: 2, before });
    t.match(oldest, { lectures: [{ lectureName: 'one', playlist: '', participants: [], present: 0 }] });
    t.notOk('before' in oldest);

    await ask(teacher, 'CreateClass', { title: 'Geometry' });
    const last = await ask(teacher, 'GetClasses', { limit: 1 });
    t.match(last, { classes: [{ title: 'Geometry' }] });
    const first = await ask(teacher, 'GetClasses', { limit: 1, before: last.before });
    t.match(first, { classes: [{ title: 'Algebra' }] });
    t.notOk('before' in first);
  });

  t.test('the members of a class and of a lecture come in pages, each once', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 2);
    const { classUuid } = lecture;
    const everyone = [teacher, ...students].map(({ userId }) => userId);
    const enrolled: string[] = [];
    const active: string[] = [];
    for (let after: number | undefined, pages = 0; pages === 0 || after !== undefined; pages++) {
      const page = await ask(teacher, 'GetClassMembers', { classUuid, limit: 1, ...(after && { after }) });
      enrolled.push(...page.members.map(({ userId }) => userId));
      after = page.after;
    }
    for (let after: string | undefined, pages = 0; pages === 0 || after !== undefined; pages++) {
      const page = await ask(teacher, 'GetActiveLectureMember', {
        ...lecture,
        limit: 2,
        ...(after && { after }),
      });
      active.push(...page.members.map(({ userId }) => userId));
      after = page.after;
    }
    t.same(enrolled, everyone);
    t.same(active.toSorted(), everyone.toSorted());
  });

  t.test('the attendance comes in pages of users', async (t) => {
    const { teacher, students, lecture } = await startLecture(t, server, 1);
    const first = await ask(teacher, 'GetAttendance', { ...lecture, limit: 1 });
    t.equal(first.attendance.length, 1);
    const { after } = first;
    if (after === undefined) throw new Error('expected another page');
    const second = await ask(teacher, 'GetAttendance', { ...lecture, limit: 1, after });
    t.notOk('after' in second);
    const attended = [...first.attendance, ...second.attendance].map(({ userId }) => userId);
    t.same(attended.toSorted(), [teacher, ...students].map(({ userId }) => userId).toSorted());
  });
});

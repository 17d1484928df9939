import type { Test } from 'tap';
import { type MakeSubject, makeClassroom, refused } from './store-classroom.js';

/** Requirements for the calendars of classes, for every store. */
export function calendarContract(t: Test, make: MakeSubject): void {
  t.test(
    'the calendar has each lecture with its revision, and deleted ones without their names',
    async (t) => {
      const { store, of, lecture } = await makeClassroom(t, make);
      const { uuid } = of;
      const { id } = lecture;
      const first = { lectureId: id, lectureDate: '2026-03-02', lectureName: 'Syllogisms', revision: 0 };
      t.match(await store.calendarEntries(uuid), [first]);
      const { value: other } = await store.createLecture({
        classUuid: uuid,
        lectureDate: '2026-03-09T09:00:00Z',
        lectureName: 'Proofs',
        playlist: '',
      });
      await store.correctLecture({ id, playlist: 'abc' });
      await store.updateLecture({ id, isLive: true });
      t.match(await store.calendarEntries(uuid), [first, { lectureId: other.id, lectureName: 'Proofs' }]);
      await store.correctLecture({ id, lectureName: 'Syllogisms', lectureDate: '2026-03-03' });
      const second = { lectureId: id, lectureDate: '2026-03-03', revision: 1, revisedAt: Number };
      t.match(await store.calendarEntries(uuid, { lectureId: id }), [second]);
      t.match(await store.calendarEntries(uuid, { limit: 1 }), [{ lectureId: other.id }], 'the newest');

      await store.deleteLecture({ id });
      const [canceled, ...others] = await store.calendarEntries(uuid);
      t.match(canceled, { lectureId: id, lectureDate: '2026-03-03', revision: 2, revisedAt: Number });
      t.notOk(canceled && 'lectureName' in canceled);
      t.match(others, [{ lectureId: other.id }]);
      t.equal((await store.deleteOldCancellations({ before: canceled?.revisedAt ?? 0 })).value, 0);
      t.equal((await store.calendarEntries(uuid)).length, 2);
      t.equal((await store.deleteOldCancellations({ before: Date.now() + 1 })).value, 1);
      t.match(await store.calendarEntries(uuid), [{ lectureId: other.id }]);
      await store.deleteLecture({ id: other.id });
      await store.deleteClass({ uuid });
      t.same(await store.calendarEntries(uuid), []);
    },
  );

  t.test('a member has one link to the calendar, which can be withdrawn', async (t) => {
    const { store, of } = await makeClassroom(t, make);
    const student = { classUuid: of.uuid, userId: 'student' };
    t.equal(await store.calendarFeed(of.uuid, 'student'), undefined);
    await store.createCalendarFeed({ ...student, hash: 'one' });
    await store.createCalendarFeed({ ...student, hash: 'two' });
    await store.createCalendarFeed({ ...student, userId: 'teacher', hash: 'three' });
    t.equal(await store.calendarFeedByHash('one'), undefined, 'replaced');
    t.match(await store.calendarFeedByHash('two'), { ...student, createdAt: Number });
    t.match(await store.calendarFeed(of.uuid, 'student'), student);
    await store.withdrawCalendarFeed(student);
    await store.withdrawCalendarFeed(student);
    t.equal(await store.calendarFeedByHash('two'), undefined);
    t.equal(await store.calendarFeed(of.uuid, 'student'), undefined);
    t.match(await store.calendarFeedByHash('three'), { userId: 'teacher' });
    await refused(t, 'not-found', store.createCalendarFeed({ ...student, userId: 'nobody', hash: 'four' }));
  });

  t.test('the link to the calendar ends with the membership', async (t) => {
    const { store, of } = await makeClassroom(t, make);
    const student = { classUuid: of.uuid, userId: 'student' };
    await store.createCalendarFeed({ ...student, hash: 'one' });
    await store.leaveClass(student);
    t.equal(await store.calendarFeedByHash('one'), undefined);
    await store.enroll({ ...student, memberType: 'student' });
    t.equal(await store.calendarFeedByHash('one'), undefined);
  });
}

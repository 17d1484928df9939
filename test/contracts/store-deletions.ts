import type { Test } from 'tap';
import { chat, type MakeSubject, makeClassroom, mark, refused, text } from './store-classroom.js';

/** Requirements for deleting, and for limits of what users store, for every store. */
export function deletionContract(t: Test, make: MakeSubject): void {
  const classroom = (t: Test) => makeClassroom(t, make);

  t.test('a deleted lecture takes everything that belongs to it along, and nothing else', async (t) => {
    const made = await classroom(t);
    const { store, of, lecture } = made;
    const { value: other } = await store.createLecture({
      classUuid: of.uuid,
      lectureDate: '2026-03-03',
      lectureName: 'Sets',
      playlist: 'abc',
    });
    await chat(made, 'Hello');
    await chat({ ...made, lecture: other }, 'Hello there');
    const { value: marker } = await mark(made);
    await store.addMarkerMessage({
      markerId: marker.id,
      senderId: 'student',
      dateStr: '1',
      text: text('Why'),
    });
    await store.startAttendance({ lectureId: lecture.id, userId: 'student', at: 1000 });
    await store.exclude({ classUuid: of.uuid, lectureId: lecture.id, userId: 'student' });
    const request = { clientId: 'a', id: 1 };
    const deleted = await store.deleteLecture({ id: lecture.id }, request);
    t.match(deleted, { value: { id: lecture.id, lectureName: 'Syllogisms' }, repeated: false });
    t.match(await store.deleteLecture({ id: lecture.id }, request), { repeated: true });
    t.equal(await store.lecture(lecture.id), undefined);
    t.same((await store.chatMessages(lecture.id)).items, []);
    t.equal(await store.marker(marker.id), undefined);
    t.same((await store.markerMessages(marker.id)).items, []);
    t.same((await store.exclusions(of.uuid)).items, []);
    t.equal((await store.chatMessages(other.id)).items.length, 1);
    t.match((await store.lectures(of.uuid)).items, [{ id: other.id }]);
    await refused(t, 'not-found', store.deleteLecture({ id: lecture.id }));
  });

  t.test('a message of a chat is deleted, and then all of them', async (t) => {
    const made = await classroom(t);
    const { store, lecture } = made;
    const [one, , three] = [await chat(made, '1'), await chat(made, '2'), await chat(made, '3')];
    const { messageId } = one.value;
    t.match(await store.chatMessage(messageId), { messageId, lectureId: lecture.id, senderId: 'student' });
    const deleted = { messageId, lectureId: lecture.id, senderId: 'student' };
    t.strictSame((await store.deleteChatMessage({ messageId })).value, deleted);
    t.equal(await store.chatMessage(messageId), undefined);
    await refused(t, 'not-found', store.deleteChatMessage({ messageId }));
    t.equal((await store.chatMessages(lecture.id)).items.length, 2);
    t.equal((await store.clearChat({ lectureId: lecture.id })).value.messages, 2);
    t.same((await store.chatMessages(lecture.id)).items, []);
    t.ok((await chat(made, '4')).value.messageId > three.value.messageId, 'IDs are not used again');
  });

  t.test('a deleted class takes its lectures and enrollments along', async (t) => {
    const made = await classroom(t);
    const { store, of, lecture } = made;
    await chat(made, 'Hello');
    const { value: kept } = await store.createClass({ instructorId: 'teacher', title: 'Sets', subtitle: '' });
    t.match(await store.deleteClass({ uuid: of.uuid }), {
      value: { uuid: of.uuid, title: 'Logic', lectureIds: [lecture.id] },
    });
    t.equal(await store.class(of.uuid), undefined);
    t.equal(await store.lecture(lecture.id), undefined);
    t.match((await store.classes('teacher')).items, [{ uuid: kept.uuid }]);
    t.same((await store.classes('student')).items, []);
    await refused(t, 'not-found', store.deleteClass({ uuid: of.uuid }));
  });

  t.test('an instructor has a limited number of classes', async (t) => {
    const { store, of } = await classroom(t);
    const create = (instructorId: string) =>
      store.createClass({ instructorId, title: 'Sets', subtitle: '', maxClasses: 2 });
    await create('teacher');
    await refused(t, 'conflict', create('teacher'));
    await create('student');
    await store.deleteClass({ uuid: of.uuid });
    await create('teacher');
  });

  t.test('the lectures of a class, and the bytes of an instructor, are limited', async (t) => {
    const { store, of, lecture } = await classroom(t);
    const create = (classUuid: string, lectures: number, bytes: number) =>
      store.createLecture({
        classUuid,
        lectureDate: '2026-03-03',
        lectureName: 'Sets',
        playlist: '한'.repeat(100),
        limits: { instructorId: 'teacher', lectures, bytes },
      });
    const { value: another } = await store.createClass({ instructorId: 'teacher', title: 'B', subtitle: '' });
    await create(of.uuid, 2, 1000);
    await refused(t, 'conflict', create(of.uuid, 2, 1000));
    await create(another.uuid, 2, 400);
    await refused(t, 'conflict', create(another.uuid, 2, 400));
    await store.deleteLecture({ id: lecture.id });
    await create(of.uuid, 2, 1000);
  });

  t.test('classes and rooms that were not used since a time are found', async (t) => {
    const { store, of } = await classroom(t);
    await store.createRoom({ id: 'blue', title: '', public: false, speech: 'everyone' });
    const later = Date.now() + 1;
    t.same(await store.unusedClasses(later - 60_000), []);
    t.same(await store.unusedClasses(later), [of.uuid]);
    t.same(await store.unusedRooms(later - 60_000), []);
    t.same(await store.unusedRooms(later), ['blue']);
    await store.touchRooms({ ids: ['blue', 'red'] });
    await store.touchRooms({ ids: [] });
    t.same(await store.unusedRooms(Date.now() + 1), ['blue']);
  });

  t.test('old chat messages and markers are deleted', async (t) => {
    const made = await classroom(t);
    const { store, lecture } = made;
    const say = (dateStr: string) =>
      store.addChatMessage({ lectureId: lecture.id, senderId: 'student', dateStr, text: text(dateStr) });
    await say('2026-01-01T00:00:00.000Z');
    await say('2026-01-03T00:00:00.000Z');
    await mark(made);
    const before = Date.parse('2026-01-02T00:00:00.000Z');
    t.equal((await store.deleteOldChat({ before })).value, 1);
    t.equal((await store.deleteOldChat({ before })).value, 0);
    t.match((await store.chatMessages(lecture.id)).items, [{ dateStr: '2026-01-03T00:00:00.000Z' }]);
    t.equal((await store.markers(lecture.id, 0)).items.length, 1);
    await store.deleteOldChat({ before: Date.now() + 1 });
    t.same((await store.markers(lecture.id, 0)).items, []);
  });

  t.test('old attendance is deleted', async (t) => {
    const { store, lecture } = await classroom(t);
    for (const at of [1000, 5000]) {
      const { value } = await store.startAttendance({ lectureId: lecture.id, userId: 'student', at });
      await store.extendAttendance({ spanIds: [value], at: at + 1000 });
    }
    t.equal((await store.deleteOldAttendance({ before: 2000 })).value, 0, 'it ended at that time');
    t.equal((await store.deleteOldAttendance({ before: 2001 })).value, 1);
    t.match((await store.attendance(lecture.id, { mergeGap: 0 })).items, [{ spans: [{ from: 5000 }] }]);
  });

  t.test('the size of the database grows with what is stored', async (t) => {
    const made = await classroom(t);
    const before = await made.store.databaseBytes();
    t.ok(before > 0);
    for (let i = 0; i < 30; i++) await chat(made, 'x'.repeat(4096));
    t.ok((await made.store.databaseBytes()) > before);
  });
}

import type { Test } from 'tap';
import { ERASED_USER, type Store, USER_DATA_PARTS } from '../../server/store/store.js';
import { chat, inBatches, type MakeSubject, makeClassroom, mark, refused, text } from './store-classroom.js';

/** Requirements for exporting and erasing what is stored about a user, for every store. */
export function userDataContract(t: Test, make: MakeSubject): void {
  /** A classroom in which the student has left everything that can be stored about a user. */
  async function lived(t: Test) {
    const made = await makeClassroom(t, make);
    const { store, of, lecture } = made;
    await chat(made, 'Hello');
    const audio = { data: Buffer.from('voice') };
    const spoken = { lectureId: lecture.id, senderId: 'student', dateStr: '1', text: text('') };
    await store.addVoiceMessage({ ...spoken, audio });
    const { value: alone } = await mark(made);
    const { value: discussed } = await mark(made);
    const below = { markerId: discussed.id, dateStr: '1', text: text('Why') };
    await store.addMarkerMessage({ ...below, senderId: 'student' });
    await store.addMarkerMessage({ ...below, senderId: 'teacher' });
    const toStudent = {
      lectureId: lecture.id,
      privateWith: 'student',
      dateStr: '1',
      text: text('Well done'),
    };
    await store.addChatMessage({ ...toStudent, senderId: 'teacher' });
    await store.voteMarker({ markerId: discussed.id, userId: 'student', vote: true });
    await store.startAttendance({ lectureId: lecture.id, userId: 'student', at: 1000 });
    await store.exclude({ classUuid: of.uuid, lectureId: lecture.id, userId: 'student' });
    await store.createRoom({ id: 'blue', title: '', public: false, speech: 'everyone', ownerId: 'student' });
    await store.updateLecture({ id: lecture.id, isLive: true });
    const { value: recording } = await store.startRecording({ lectureId: lecture.id, userId: 'teacher' });
    await store.endRecording({ lectureId: lecture.id, reason: 'stopped' });
    const file = { userName: 'Ann', kind: 'microphone', startedAt: 1, bytes: 1, name: '1.ogg' } as const;
    await store.addRecordingFiles({ recordingId: recording.id, files: [{ ...file, userId: 'student' }] });
    const student = { id: 'student', name: 'Ann' };
    const teacher = { id: 'teacher', name: 'Ms Kim' };
    for (const [actor, target] of [
      [student, teacher],
      [teacher, student],
    ] as const) {
      const entry = { at: Date.now(), action: 'remove', actor, target } as const;
      await store.addAuditEntry({ entry, most: 100, retention: 1e9 });
    }
    return { ...made, alone, discussed };
  }

  /** Returns the number of objects of each kind that are stored about a user. */
  async function counts(store: Store, userId: string): Promise<Record<string, number>> {
    const counted: Record<string, number> = {};
    for (const part of USER_DATA_PARTS) counted[part] = (await store.userData(userId, part)).items.length;
    return counted;
  }

  async function erase(store: Store, userId: string): Promise<void> {
    while (!(await store.eraseUser({ userId })).value.done);
  }

  t.test('everything that is stored about a user is found', async (t) => {
    const { store, of, lecture, alone, discussed } = await lived(t);
    t.same(await counts(store, 'student'), {
      memberships: 1,
      attendance: 1,
      messages: 2,
      privateMessages: 1,
      voiceMessages: 1,
      recordings: 1,
      markers: 2,
      markerMessages: 1,
      votes: 1,
      exclusions: 1,
      admissions: 0,
      roomExclusions: 0,
      rooms: 1,
      browsers: 0,
      actions: 1,
      audit: 1,
    });
    const read = async (part: (typeof USER_DATA_PARTS)[number]) =>
      (await store.userData('student', part)).items;
    t.match(await read('memberships'), [{ classUuid: of.uuid, title: 'Logic', memberType: 'student' }]);
    t.match(await read('messages'), [{ lectureId: lecture.id, text: { en: { result: 'Hello' } } }]);
    t.match(await read('privateMessages'), [
      { lectureId: lecture.id, text: { en: { result: 'Well done' } } },
    ]);
    t.match(await read('rooms'), [{ roomId: 'blue' }]);
    t.match(await read('audit'), [{ action: 'remove', actor: { id: 'teacher' } }]);
    const page = await store.userData('student', 'markers', { limit: 1 });
    t.match(page, { items: [{ id: alone.id }], after: alone.id });
    t.match(await store.userData('student', 'markers', { after: alone.id }), {
      items: [{ id: discussed.id }],
    });
  });

  t.test('a user is erased, and what others wrote stays', async (t) => {
    const { store, of, lecture, alone, discussed } = await lived(t);
    const lectureChat = { lectureId: lecture.id, dateStr: '1', text: text('More') };
    const many = Array.from({ length: 250 }, (_, index) => index);
    await inBatches(many, () => store.addChatMessage({ ...lectureChat, senderId: 'student' }));
    await store.addChatMessage({ ...lectureChat, senderId: 'teacher' });
    await erase(store, 'student');
    t.equal(await store.user('student'), undefined);
    const { rooms, ...rest } = await counts(store, 'student');
    t.equal(rooms, 1, 'the server deletes rooms, because clients can be in them');
    t.ok(Object.values(rest).every((count) => count === 0));
    t.match((await store.chatMessages(lecture.id)).items, [{ senderId: 'teacher' }]);
    t.equal((await store.chatMessages(lecture.id)).items.length, 1);
    t.equal(await store.marker(alone.id), undefined);
    t.match(await store.marker(discussed.id), { creatorId: ERASED_USER.id, votes: 0 });
    t.match((await store.markerMessages(discussed.id)).items, [{ senderId: 'teacher' }]);
    t.equal((await store.markerMessages(discussed.id)).items.length, 1);
    t.match((await store.members(of.uuid)).items, [{ user: { id: 'teacher' } }]);
    const { items } = await store.auditEntries();
    t.match(items, [{ actor: ERASED_USER, target: { id: 'teacher' } }, { target: ERASED_USER }]);
    t.same((await store.eraseUser({ userId: 'student' })).value, { done: true });
  });

  t.test('the last instructor of a class is not erased', async (t) => {
    const { store, of } = await makeClassroom(t, make);
    await refused(t, 'conflict', store.eraseUser({ userId: 'teacher' }));
    t.match(await store.member(of.uuid, 'teacher'), { memberType: 'instructor' });
    await store.setMemberType({ classUuid: of.uuid, userId: 'student', memberType: 'instructor' });
    await erase(store, 'teacher');
    t.match(await store.instructors(of.uuid), [{ user: { id: 'student' } }]);
  });
}

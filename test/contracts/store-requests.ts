import type { Test } from 'tap';
import { type ChangeName, MAX_REPLIES, type Store } from '../../server/store/store.js';
import { inBatches, type MakeSubject, makeClassroom, mark, refused, said, text } from './store-classroom.js';

/** Requirements for repeated requests, for every store. */
export function requestContract(t: Test, make: MakeSubject): void {
  const classroom = (t: Test) => makeClassroom(t, make);

  t.test('every kind of change is made once per request', async (t) => {
    const room = await classroom(t);
    const { store, lecture, of } = room;
    const message = { senderId: 'student', dateStr: '', text: text('once') };
    const { value: doomed } = await mark(room);
    const { value: marker } = await mark(room);
    const { value: spanId } = await store.startAttendance({
      lectureId: lecture.id,
      userId: 'student',
      at: 1,
    });
    await store.saveUser({ id: 'new', name: 'New' });
    await store.saveUser({ id: 'unruly', name: 'Unruly' });
    await store.enroll({ classUuid: of.uuid, userId: 'unruly', memberType: 'student' });
    const settings = { title: '', public: true, speech: 'everyone' } as const;
    for (const id of ['red', 'gone']) await store.createRoom({ ...settings, id });
    const { value: revocation } = await store.revoke({ kind: 'token', subject: 'gone' });
    const lectureId = lecture.id;
    const { value: brief } = await store.createLecture({ ...lecture, lectureName: 'Brief' });
    const { value: unwanted } = await store.addChatMessage({ ...message, lectureId });
    const { value: over } = await store.createClass({ instructorId: 'teacher', title: 'Over', subtitle: '' });
    await store.updateLecture({ id: lectureId, isLive: true });
    const { value: recorded } = await store.startRecording({ lectureId, userId: 'teacher' });
    await store.endRecording({ lectureId, reason: 'stopped' });
    type Repeatable = Exclude<
      ChangeName,
      | 'deleteReplies'
      | 'consumeToken'
      | 'createCalendarFeed'
      | 'withdrawCalendarFeed'
      | 'createBrowserLink'
      | 'useBrowserLink'
      | 'touchBrowser'
      | 'deleteBrowser'
      | 'addAuditEntry'
      | 'ensureSecret'
      | 'deleteOldAttendance'
      | 'eraseUser'
      | 'deleteOldChat'
      | 'deleteOldCancellations'
      | 'touchRooms'
      | 'admit'
      | 'removeAnnouncements'
      | 'setWebhookEndpoints'
      | 'recordPassages'
      | 'webhookTaken'
      | 'webhookFailed'
      | 'leaseWebhooks'
      | 'retryWebhooks'
      | 'enableWebhooks'
      | 'discardWebhooks'
    >;
    const changes: { [K in Repeatable]: Parameters<Store[K]>[0] } = {
      saveUser: { id: 'x', name: 'X' },
      createClass: { instructorId: 'teacher', title: 'Two', subtitle: '' },
      updateClass: { uuid: over.uuid, title: 'Under' },
      enroll: { classUuid: of.uuid, userId: 'new', memberType: 'student' },
      setMemberType: { classUuid: of.uuid, userId: 'new', memberType: 'instructor' },
      leaveClass: { classUuid: of.uuid, userId: 'new' },
      removeMember: { classUuid: of.uuid, userId: 'unruly' },
      createLecture: { ...lecture, lectureName: 'Second' },
      updateLecture: { id: lectureId, isLive: true },
      correctLecture: { id: lectureId, lectureName: 'Corrected' },
      exclude: { classUuid: of.uuid, lectureId, userId: 'student' },
      readmit: { classUuid: of.uuid, lectureId, userId: 'student' },
      excludeFromRoom: { roomId: 'red', user: { id: 'student', name: 'Ann' }, most: 9 },
      readmitToRoom: { roomId: 'red', userId: 'student' },
      addChatMessage: { ...message, lectureId },
      deleteChatMessage: { messageId: unwanted.messageId },
      clearChat: { lectureId: brief.id },
      createMarker: { lectureId, creatorId: 'student', markerType: 'Discussion', videoIndex: 9, time: 0 },
      deleteMarker: { markerId: doomed.id },
      setMarkerAnswered: { markerId: marker.id, answered: true },
      voteMarker: { markerId: marker.id, userId: 'teacher', vote: true },
      addMarkerMessage: { ...message, markerId: marker.id },
      addVoiceMessage: { ...message, lectureId, audio: { data: Buffer.from('spoken') } },
      startRecording: { lectureId, userId: 'teacher' },
      endRecording: { lectureId, reason: 'stopped' },
      addRecordingFiles: { recordingId: recorded.id, files: [] },
      deleteRecording: { recordingId: recorded.id },
      startAttendance: { lectureId, userId: 'teacher', at: 5 },
      extendAttendance: { spanIds: [spanId], at: 9 },
      saveSession: { clientId: 'kept', record: '{}', expires: Date.now() + 60_000 },
      deleteSession: { clientId: 'kept' },
      revoke: { kind: 'user', subject: 'student' },
      liftRevocation: { id: revocation.id },
      createRoom: { ...settings, id: 'blue' },
      updateRoom: { id: 'red', title: 'Red' },
      deleteRoom: { id: 'gone' },
      deleteLecture: { id: brief.id },
      deleteClass: { uuid: over.uuid },
    };
    const make = <K extends Repeatable>(name: K) => {
      const request = { clientId: 'client', id: name };
      const change = store[name] as (given: unknown, request: unknown) => Promise<unknown>;
      return change(changes[name], request);
    };
    const snapshot = async () => [
      await store.classes('teacher'),
      await store.members(of.uuid),
      await store.lectures(of.uuid),
      await store.chatMessages(lectureId),
      await store.markers(lectureId, 0),
      await store.markers(lectureId, 9),
      await store.markerMessages(marker.id),
      await store.attendance(lectureId, { mergeGap: 0 }),
      await store.rooms(),
    ];
    const names = Object.keys(changes) as Repeatable[];
    const first = new Map<string, unknown>();
    for (const name of names) first.set(name, await make(name));
    const after = await snapshot();
    for (const name of names) {
      const { value } = first.get(name) as { value: unknown };
      t.strictSame(await make(name), { value, repeated: true }, name);
      t.strictSame(await store.findReply(name, { clientId: 'client', id: name }), value);
    }
    t.strictSame(await snapshot(), after);
  });

  t.test('concurrent repeats of a request make one change', async (t) => {
    const { store, lecture } = await classroom(t);
    const ask = () =>
      store.addChatMessage(
        { lectureId: lecture.id, senderId: 'student', dateStr: '', text: text('once') },
        { clientId: 'client', id: 7 },
      );
    const outcomes = await Promise.all(Array.from({ length: 8 }, ask));
    t.equal(outcomes.filter(({ repeated }) => !repeated).length, 1);
    t.equal(new Set(outcomes.map(({ value }) => value.messageId)).size, 1);
    t.same(said(await store.chatMessages(lecture.id)), ['once']);
  });

  t.test('requests are identified by client and ID, and belong to one kind of change', async (t) => {
    const { store } = await classroom(t);
    const ann = { id: 'ann', name: 'Ann' };
    await store.saveUser(ann, { clientId: 'a', id: 1 });
    for (const request of [
      { clientId: 'a', id: '1' },
      { clientId: 'b', id: 1 },
      { clientId: 'a', id: 2 },
    ])
      t.equal((await store.saveUser(ann, request)).repeated, false);
    const another = { instructorId: 'ann', title: 'x', subtitle: '' };
    await refused(t, 'conflict', store.createClass(another, { clientId: 'a', id: 1 }));
    await refused(t, 'conflict', store.findReply('createClass', { clientId: 'a', id: 1 }));
    t.equal(await store.findReply('saveUser', { clientId: 'a', id: 3 }), undefined);
    t.same(await store.classes('ann'), { items: [] });
  });

  t.test('a rejected request is not stored', async (t) => {
    const { store } = await classroom(t);
    const request = { clientId: 'a', id: 1 };
    const make = () => store.createClass({ instructorId: 'late', title: 'x', subtitle: '' }, request);
    await refused(t, 'not-found', make());
    await store.saveUser({ id: 'late', name: 'Late' });
    t.equal((await make()).repeated, false);
    t.equal((await make()).repeated, true);
  });

  t.test('at least the last 256 replies of a client are stored until it leaves permanently', async (t) => {
    const { store } = await classroom(t);
    const save = async (clientId: string, id: number) =>
      (await store.saveUser({ id: 'ann', name: 'Ann' }, { clientId, id })).repeated;
    await save('other', 0);
    await save('busy', 0);
    const last = Array.from({ length: MAX_REPLIES }, (_, index) => index + 1);
    await inBatches(last, (id) => save('busy', id));
    for (const id of [1, MAX_REPLIES]) t.equal(await save('busy', id), true, 'one of the last 256');
    t.equal(await save('other', 0), true, "another client's");
    const more = last.slice(0, 64).map((id) => MAX_REPLIES + id);
    await inBatches(more, (id) => save('busy', id));
    for (const id of [65, MAX_REPLIES + 64]) t.equal(await save('busy', id), true, 'one of the last 256');
    t.equal(await save('busy', 1), false, 'an older one');
    await store.deleteReplies({ clientId: 'busy' });
    t.equal(await save('busy', MAX_REPLIES + 64), false);
    t.equal(await save('other', 0), true);
  });
}

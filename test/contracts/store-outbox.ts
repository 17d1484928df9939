import type { Test } from 'tap';
import type { Message } from '../../server/store/store.js';
import { type MakeSubject, makeClassroom, mark, nowhere, refused, text } from './store-classroom.js';

/** Requirements for the outbox, for every store. */
export function outboxContract(t: Test, make: MakeSubject): void {
  const lecture = async (t: Test) => {
    const room = await makeClassroom(t, make);
    const chat = (words: string, id?: number, given: { epoch?: string; roomId?: string } = {}) =>
      room.store.addChatMessage(
        { lectureId: room.lecture.id, senderId: 'student', dateStr: '', text: text(words) },
        id === undefined ? undefined : { clientId: 'ann', id },
        { roomId: 'lecture_1', epoch: 'e', type: 'LiveChatTextMessage', ...given },
      );
    return { ...room, chat };
  };

  t.test('the announcement of a change is in the outbox until it is removed', async (t) => {
    const { store, open, chat } = await lecture(t);
    t.same(await store.dueAnnouncements(), []);
    const { value, due, repeated } = await chat('hello', 7);
    t.equal(repeated, false);
    const entry = { ...due, roomId: 'lecture_1', epoch: 'e', type: 'LiveChatTextMessage', value };
    const other = await open();
    t.strictSame(await other.dueAnnouncements(), [{ ...entry, request: { clientId: 'ann', id: 7 } }]);
    t.strictSame(await chat('hello', 7), { value, repeated: true, due }, 'a repeated request');
    await other.removeAnnouncements({ ids: [due?.id ?? 0] });
    t.same(await store.dueAnnouncements(), []);
    t.strictSame(await chat('hello', 7), { value, repeated: true });
  });

  t.test('a change without a request or without an announcement', async (t) => {
    const { store, lecture: of, chat } = await lecture(t);
    const { value } = await chat('hello');
    const [found] = await store.dueAnnouncements();
    t.strictSame(found?.value, value);
    t.equal(found?.request, undefined);
    const changed = await store.updateLecture({ id: of.id, isLive: true });
    t.equal(changed.due, undefined);
    t.equal((await store.dueAnnouncements()).length, 1);
  });

  t.test('every kind of change can be announced, with additional data', async (t) => {
    const room = await lecture(t);
    const { store, of, lecture: first } = room;
    const announcement = { roomId: 'r', epoch: 'e', type: 'x', about: { a: ['한', null] } };
    const { value: marker } = await mark(room);
    const message = { senderId: 'student', dateStr: '', text: text('once') };
    const point = { markerType: 'Discussion', videoIndex: 9, time: 0 } as const;
    const added = { lectureId: first.id, creatorId: 'student', ...point };
    const results = [
      await store.createLecture({ ...first, lectureName: 'Second' }, undefined, announcement),
      await store.updateClass({ uuid: of.uuid, title: 'Sets' }, undefined, announcement),
      await store.updateLecture({ id: first.id, isLive: true }, undefined, announcement),
      await store.correctLecture({ id: first.id, lectureName: 'First' }, undefined, announcement),
      await store.exclude({ classUuid: of.uuid, userId: 'student' }, undefined, announcement),
      await store.createMarker(added, undefined, announcement),
      await store.addMarkerMessage({ ...message, markerId: marker.id }, undefined, announcement),
      await store.setMarkerAnswered({ markerId: marker.id, answered: true }, undefined, announcement),
      await store.deleteMarker({ markerId: marker.id }, undefined, announcement),
      await store.deleteLecture({ id: first.id }, undefined, announcement),
      await store.deleteClass({ uuid: of.uuid }, undefined, announcement),
    ];
    t.strictSame(
      await store.dueAnnouncements(),
      results.map(({ value, due }) => ({ ...due, ...announcement, value })),
    );
  });

  t.test('a rejected change is not announced', async (t) => {
    const { store } = await lecture(t);
    const announcement = { roomId: 'r', epoch: 'e', type: 'x' };
    await refused(t, 'not-found', store.updateLecture({ id: nowhere }, undefined, announcement));
    t.same(await store.dueAnnouncements(), []);
  });

  t.test('each announcement names the previous one of its room and epoch', async (t) => {
    const { store, chat } = await lecture(t);
    const first = (await chat('1')).due;
    t.strictSame(Object.keys(first ?? {}), ['id']);
    t.equal((await chat('2', undefined, { roomId: 'lecture_2' })).due?.previous, undefined);
    t.equal((await chat('3', undefined, { epoch: 'f' })).due?.previous, undefined);
    const second = (await chat('4')).due;
    t.equal(second?.previous, first?.id);
    t.same(
      (await store.dueAnnouncements({ roomId: 'lecture_1' })).map(({ epoch }) => epoch),
      ['e', 'f', 'e'],
    );
    const all = await store.dueAnnouncements();
    t.same(await store.dueAnnouncements({ after: all[0]?.id ?? 0, limit: 2 }), all.slice(1, 3));
    await store.removeAnnouncements({ ids: [second?.id ?? 0, first?.id ?? 0] });
    const third = (await chat('5')).due;
    t.equal(third?.previous, undefined);
    t.ok((third?.id ?? 0) > (second?.id ?? 0), 'IDs are not used again');
  });

  t.test('announcements have the order of their changes, whichever node makes them', async (t) => {
    const { store, open, lecture: of } = await lecture(t);
    const other = await open();
    const message = { lectureId: of.id, senderId: 'student', dateStr: '', text: text('x') };
    const announcement = { roomId: 'lecture_1', epoch: 'e', type: 'LiveChatTextMessage' };
    const calls = Array.from({ length: 16 }, (_, i) =>
      (i % 2 === 0 ? store : other).addChatMessage(message, undefined, announcement),
    );
    await Promise.all(calls);
    const due = await store.dueAnnouncements();
    const ids = due.map(({ value }) => (value as Message).messageId);
    t.same(
      ids,
      [...ids].sort((a, b) => a - b),
    );
    t.same(
      due.map(({ previous }) => previous),
      [undefined, ...due.slice(0, -1).map(({ id }) => id)],
    );
  });
}

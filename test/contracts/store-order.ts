import type { Test } from 'tap';
import { type MakeSubject, makeClassroom, refused } from './store-classroom.js';

const plain = { title: '', public: false, speech: 'everyone' } as const;

/** Requirements for restricted entry and for removals from rooms, for every store. */
export function orderContract(t: Test, make: MakeSubject): void {
  t.test('users who are admitted to a closed place can join it until it is open again', async (t) => {
    const { store, open, lecture } = await makeClassroom(t, make);
    await store.createRoom({ id: 'blue', ...plain });
    const room = { roomId: 'blue' };
    const inLecture = { lectureId: lecture.id };
    const { value: shut } = await store.updateRoom({ id: 'blue', entry: 'closed', admitted: ['ann', 'ann'] });
    t.equal(shut.entry, 'closed');
    t.strictSame(await store.room('blue'), shut);
    t.ok(await store.isAdmitted(room, 'ann'));
    t.notOk(await store.isAdmitted(inLecture, 'ann'));
    await store.admit({ place: room, userIds: ['ben'] });
    await store.admit({ place: room, userIds: ['ben'] });
    t.ok(await (await open()).isAdmitted(room, 'ben'));
    const { value: lectured } = await store.updateLecture({ id: lecture.id, entry: 'closed' });
    t.equal(lectured.entry, 'closed');
    t.strictSame(await store.lecture(lecture.id), lectured);
    t.notOk(await store.isAdmitted(inLecture, 'ben'));
    await store.admit({ place: inLecture, userIds: ['cy'] });
    t.ok(await store.isAdmitted(inLecture, 'cy'));
    await store.updateRoom({ id: 'blue', title: 'Blue' });
    t.ok(await store.isAdmitted(room, 'ann'), 'other changes do not matter');
    const { value: opened } = await store.updateRoom({ id: 'blue', entry: 'open' });
    t.equal(opened.entry, undefined);
    t.notOk(await store.isAdmitted(room, 'ann'));
    t.ok(await store.isAdmitted(inLecture, 'cy'));
    await store.updateLecture({ id: lecture.id, entry: 'open' });
    t.strictSame(await store.lecture(lecture.id), lecture);
    t.notOk(await store.isAdmitted(inLecture, 'cy'));
  });

  t.test('those who are admitted while others wait can also return after the place is closed', async (t) => {
    const { store, open, lecture } = await makeClassroom(t, make);
    const { value: room } = await store.createRoom({ id: 'blue', ...plain, entry: 'waiting' });
    t.equal(room.entry, 'waiting');
    t.strictSame(await store.room('blue'), room);
    const { value: lectured } = await store.updateLecture({ id: lecture.id, entry: 'waiting' });
    t.equal(lectured.entry, 'waiting');
    t.strictSame(await (await open()).lecture(lecture.id), lectured);
    await store.createRoom({ id: 'green', ...plain, entry: 'closed', admitted: ['ben'] });
    t.ok(await store.isAdmitted({ roomId: 'green' }, 'ben'), 'also those who are admitted at once');
    const place = { roomId: 'blue' };
    await store.admit({ place, userIds: ['ann'] });
    await store.updateRoom({ id: 'blue', entry: 'closed' });
    t.ok(await store.isAdmitted(place, 'ann'));
  });

  t.test('a place remembers the 10,000 users who were admitted last', async (t) => {
    const store = await (await make(t)).open();
    await store.createRoom({ id: 'blue', ...plain });
    const place = { roomId: 'blue' };
    await store.admit({ place, userIds: ['first', 'second'] });
    await store.admit({ place, userIds: Array.from({ length: 9999 }, (_, i) => `${i}`) });
    t.notOk(await store.isAdmitted(place, 'first'));
    for (const user of ['second', '0', '9998']) t.ok(await store.isAdmitted(place, user));
  });

  t.test('a user is excluded from a room until readmitted', async (t) => {
    const { open } = await make(t);
    const store = await open();
    await store.createRoom({ id: 'blue', ...plain, entry: 'closed' });
    await store.admit({ place: { roomId: 'blue' }, userIds: ['ann'] });
    t.notOk(await store.isExcludedFromRoom('blue', 'ann'));
    const ann = { roomId: 'blue', user: { id: 'ann', name: 'Ann' }, most: 2 };
    await store.excludeFromRoom(ann);
    await store.excludeFromRoom(ann);
    await store.excludeFromRoom({ ...ann, user: { id: 'ben', name: 'Ben' } });
    await refused(t, 'conflict', store.excludeFromRoom({ ...ann, user: { id: 'cy', name: 'Cy' } }));
    t.ok(await (await open()).isExcludedFromRoom('blue', 'ann'));
    t.notOk(await store.isExcludedFromRoom('red', 'ann'));
    t.notOk(await store.isAdmitted({ roomId: 'blue' }, 'ann'), 'the user is a newcomer afterwards');
    const { items } = await store.roomExclusions('blue');
    t.match(items, [{ user: { id: 'ann', name: 'Ann' }, createdAt: Number }, { user: { id: 'ben' } }]);
    const newest = await store.roomExclusions('blue', { limit: 1 });
    t.match(newest.items, [{ user: { id: 'ben' } }]);
    t.match((await store.roomExclusions('blue', { before: newest.before })).items, [{ user: { id: 'ann' } }]);
    await store.readmitToRoom({ roomId: 'blue', userId: 'ann' });
    t.notOk(await store.isExcludedFromRoom('blue', 'ann'));
    await refused(t, 'not-found', store.readmitToRoom({ roomId: 'blue', userId: 'ann' }));
    await store.deleteRoom({ id: 'blue' });
    t.notOk(await store.isExcludedFromRoom('blue', 'ben'), 'exclusions are deleted with the room');
  });

  t.test('an exclusion by the operator needs no settings, and outlasts them', async (t) => {
    const store = await (await make(t)).open();
    t.notOk(await store.hasRoomExclusions('blue'));
    const ann = { roomId: 'blue', user: { id: 'ann', name: 'Ann' }, most: 9 };
    const ben = { ...ann, user: { id: 'ben', name: 'Ben' } };
    await store.excludeFromRoom({ ...ann, lasting: true });
    t.ok(await store.hasRoomExclusions('blue'));
    const byItself = store.createRoom({ id: 'blue', ...plain, ownerId: 'ann', maxOwned: 9 });
    await refused(t, 'forbidden', byItself);
    await store.createRoom({ id: 'blue', ...plain });
    await refused(t, 'forbidden', store.readmitToRoom({ roomId: 'blue', userId: 'ann' }));
    await store.excludeFromRoom(ben);
    await store.excludeFromRoom({ ...ben, lasting: true });
    await store.excludeFromRoom({ ...ann, user: { id: 'cy', name: 'Cy' } });
    await store.deleteRoom({ id: 'blue' });
    t.match((await store.roomExclusions('blue')).items, [{ user: { id: 'ann' } }, { user: { id: 'ben' } }]);
    await store.createRoom({ id: 'blue', ...plain, ownerId: 'ann' });
    t.notOk(await store.isExcludedFromRoom('blue', 'ann'), 'an owner is allowed in the room');
    await refused(t, 'forbidden', store.excludeFromRoom({ ...ann, lasting: true }));
    await store.readmitToRoom({ roomId: 'blue', userId: 'ben', lasting: true });
    t.notOk(await store.isExcludedFromRoom('blue', 'ben'));
  });
}

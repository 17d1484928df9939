import type { Test } from 'tap';
import type { Store } from '../../server/store/store.js';
import { type MakeSubject, refused } from './store-classroom.js';

const plain = { title: '', public: false, speech: 'everyone' } as const;

const idsOf = async (store: Store, query: Parameters<Store['rooms']>[0]): Promise<string[]> =>
  (await store.rooms(query)).items.map(({ id }) => id);

/** Requirements for room settings, for every store. */
export function roomContract(t: Test, make: MakeSubject): void {
  t.test('room settings are stored, and no result contains the password', async (t) => {
    const { open } = await make(t);
    const store = await open();
    t.equal(await store.room('blue'), undefined);
    t.equal(await store.roomPassword('blue'), undefined);
    const given = { title: 'Blue', public: true, max: 3, speech: 'presenters', ownerId: 'ann' } as const;
    const { value } = await store.createRoom({ id: 'blue', ...given, password: 'a hash' });
    const { createdAt, ...settings } = value;
    t.ok(createdAt <= Date.now() && createdAt > Date.now() - 60_000);
    t.strictSame(settings, { id: 'blue', ...given, locked: true });
    t.strictSame(await store.room('blue'), value);
    t.equal(await store.roomPassword('blue'), 'a hash');
    t.strictSame(await (await open()).room('blue'), value, 'whichever node reads it');
    const { value: bare } = await store.createRoom({ id: 'red', ...plain });
    t.strictSame(bare, { id: 'red', ...plain, locked: false, createdAt: bare.createdAt });
    await refused(t, 'conflict', store.createRoom({ id: 'blue', ...plain }));
    t.strictSame(await store.room('blue'), value);
  });

  t.test('a user owns at most the given number of rooms, and others are not affected', async (t) => {
    const store = await (await make(t)).open();
    const create = (id: string, ownerId: string) => store.createRoom({ id, ...plain, ownerId, maxOwned: 2 });
    await create('a', 'ann');
    await create('b', 'ann');
    await refused(t, 'conflict', create('c', 'ann'));
    t.equal(await store.room('c'), undefined);
    await create('c', 'ben');
    await store.deleteRoom({ id: 'a' });
    await create('d', 'ann');
    t.equal((await store.createRoom({ id: 'e', ...plain, ownerId: 'ann' })).value.id, 'e', 'without a limit');
  });

  t.test('of two concurrent creations of a room, one succeeds', async (t) => {
    const store = await (await make(t)).open();
    const made = await Promise.allSettled(
      ['ann', 'bob'].map((ownerId) => store.createRoom({ id: 'blue', ...plain, ownerId })),
    );
    t.same(made.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  t.test(
    'an update changes the given settings, removes those that are null, and keeps the others',
    async (t) => {
      const store = await (await make(t)).open();
      const { value: before } = await store.createRoom({ id: 'blue', ...plain, max: 2, password: 'a hash' });
      t.strictSame((await store.updateRoom({ id: 'blue' })).value, before);
      const { value: changed } = await store.updateRoom({ id: 'blue', title: 'B', public: true, max: 9 });
      t.strictSame(changed, { ...before, title: 'B', public: true, max: 9 });
      const { value: quiet } = await store.updateRoom({
        id: 'blue',
        speech: 'presenters',
        password: 'another',
      });
      t.strictSame(quiet, { ...changed, speech: 'presenters' });
      t.equal(await store.roomPassword('blue'), 'another');
      const { max, ...limitless } = quiet;
      const { value: open } = await store.updateRoom({ id: 'blue', password: null, max: null });
      t.strictSame(open, { ...limitless, locked: false });
      t.equal(await store.roomPassword('blue'), undefined);
      await refused(t, 'not-found', store.updateRoom({ id: 'red', title: '' }));
    },
  );

  t.test('a deleted room is gone, and can be created again', async (t) => {
    const store = await (await make(t)).open();
    const { value } = await store.createRoom({ id: 'blue', ...plain, password: 'a hash' });
    t.strictSame((await store.deleteRoom({ id: 'blue' })).value, value);
    t.equal(await store.room('blue'), undefined);
    t.equal(await store.roomPassword('blue'), undefined);
    await refused(t, 'not-found', store.deleteRoom({ id: 'blue' }));
    t.equal((await store.createRoom({ id: 'blue', ...plain })).value.locked, false);
  });

  t.test('rooms are listed oldest first: all, or those visible to a user', async (t) => {
    const store = await (await make(t)).open();
    t.same(await store.rooms(), { items: [] });
    for (const [id, isPublic, ownerId] of [
      ['one', true, 'ann'],
      ['two', false, 'ann'],
      ['three', false, 'bob'],
      ['four', true, undefined],
    ] as const) {
      await store.createRoom({ id, ...plain, public: isPublic, ...(ownerId && { ownerId }) });
    }
    t.same(await idsOf(store, {}), ['one', 'two', 'three', 'four']);
    t.same(await idsOf(store, { visibleTo: null }), ['one', 'four']);
    t.same(await idsOf(store, { visibleTo: 'ann' }), ['one', 'two', 'four']);
    t.same(await idsOf(store, { visibleTo: 'nobody' }), ['one', 'four']);
    const newest = await store.rooms({ visibleTo: 'ann', limit: 2 });
    t.same(
      newest.items.map(({ id }) => id),
      ['two', 'four'],
    );
    const older = { seenBy: 'ann', limit: 2, before: newest.before };
    t.same(await idsOf(store, older), ['one']);
    t.equal((await store.rooms(older)).before, undefined);
  });
}

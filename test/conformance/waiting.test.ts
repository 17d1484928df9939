import type { Denied, ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { TestClient } from '../helpers/client.js';
import { type Target, target } from '../helpers/conformance.js';
import { enter, make, owner } from '../helpers/owned-room.js';
import { ask, person, refusal, startLecture } from '../helpers/test-class.js';

const wait = { wait: true };
const forbidden = { type: 'error', data: { code: 'forbidden' } };

/** Reads lists of waiting users until one has the given users. */
const listed = (client: TestClient, users: readonly string[]) =>
  client.next('get-waiting', ({ data }) => String(data.users.map(({ user }) => user)) === String(users));

/** Creates a room with a waiting room, its owner in it, and two users who wait. */
async function withWaiting(t: Test, server: Target) {
  const { roomId, token } = await make(t, server, { entry: 'waiting' });
  const { client: ann } = await enter(t, server, roomId, {}, token);
  await ann.next('room-info');
  const ben = await owner(t, server);
  const { client: bens } = await enter(t, server, roomId, wait, ben.token);
  await listed(ann, [ben.userId]);
  const cy = await owner(t, server);
  const { client: cys } = await enter(t, server, roomId, wait, cy.token);
  await listed(ann, [ben.userId, cy.userId]);
  return { roomId, token, ann, ben: { ...ben, client: bens }, cy: { ...cy, client: cys } };
}

await target((server) => {
  t.test('the owner admits one user who waits, and refuses another one', async (t) => {
    const { roomId, ann, ben, cy } = await withWaiting(t, server);
    const told = (state: string) => ({ data: { room_id: roomId, state } });
    for (const { client } of [ben, cy]) t.match(await client.next('entry-state'), told('waiting'));

    t.match(await ann.request('get-waiting', { room_id: roomId }), {
      type: 'get-waiting',
      data: { room_id: roomId, count: 2, users: [{ user: ben.userId }, { user: cy.userId }] },
    });
    const admitted = { room_id: roomId, user: ben.userId };
    t.match(await ann.request('admit', admitted), { type: 'admit', data: admitted });
    t.match(await ben.client.next('entry-state'), told('admitted'));
    const { data } = await ben.client.next('room-info');
    t.ok(data.clients.some(({ user }) => user === ben.userId));
    await listed(ann, [cy.userId]);

    t.match(await ann.request('refuse', { room_id: roomId, user: cy.userId }), { type: 'refuse' });
    t.match(await cy.client.next('entry-state'), told('refused'));
    await listed(ann, []);
    t.match(await ann.request('refuse', admitted), { data: { code: 'not-found' } });
    await ben.client.request('logout');
    const { client: again, data: back } = await enter(t, server, roomId, {}, ben.token);
    t.match(back, { status: 'ok', data: { room: { id: roomId } } }, 'an admitted user can return');
    await again.none('entry-state');
  });

  t.test('those who wait are not in the room, and cannot reach anyone', async (t) => {
    const { roomId, ann, ben, cy } = await withWaiting(t, server);
    const { id: other = '' } = await cy.client.welcome();
    const text = { from: 'Ben', time: '1', text: 'hello' };
    const inRoom = await ben.client.request('text', text, { receiver: `room/${roomId}` });
    t.match(inRoom, { data: { code: 'not-in-room' } });
    t.match(await ben.client.request('ping', undefined, { receiver: other }), {
      data: { code: 'unknown-receiver' },
    });
    for (const type of ['get-waiting', 'admit', 'refuse'] as const) {
      t.match(await ben.client.request(type, { room_id: roomId }), forbidden);
    }
    ann.send('text', text, { receiver: 'room' });
    await ann.next('text');
    for (const client of [ben.client, cy.client]) {
      await client.none('text');
      await client.none('room-info');
      await client.none('room-settings');
    }
  });

  t.test('everyone who waits is admitted at once, also by opening the room', async (t) => {
    const all = await withWaiting(t, server);
    await all.ann.request('admit', { room_id: all.roomId });
    const opened = await withWaiting(t, server);
    await opened.ann.request('set-entry', { room_id: opened.roomId, entry: 'open' });
    for (const { ann, ben, cy } of [all, opened]) {
      for (const { client } of [ben, cy]) {
        await client.next('entry-state', ({ data }) => data.state === 'admitted');
      }
      await listed(ann, []);
    }
  });

  t.test('closing or deleting the room, and removing a user, ends the waiting', async (t) => {
    const { roomId, ann, ben, cy } = await withWaiting(t, server);
    const refused = ({ data }: ServerMessage<'entry-state'>) => data.state === 'refused';
    await ann.request('remove-user', { room_id: roomId, user: ben.userId });
    await ben.client.next('entry-state', refused);
    const removed = { status: 'error', removed_from: 'room' };
    t.match((await enter(t, server, roomId, wait, ben.token)).data, removed);
    await listed(ann, [cy.userId]);
    await ann.request('set-entry', { room_id: roomId, entry: 'closed' });
    await cy.client.next('entry-state', refused);
    // Another node learns of it a little later, and lets the client wait until then.
    let again: Partial<Denied>;
    do again = (await enter(t, server, roomId, wait, cy.token)).data as Denied;
    while (again.entry !== 'closed');
    t.match(again, { status: 'error', code: 'forbidden' });

    const other = await withWaiting(t, server);
    await other.ann.request('delete-room', { room_id: other.roomId });
    for (const { client } of [other.ben, other.cy]) await client.next('entry-state', refused);
  });

  t.test(
    'a client that does not wait is refused; a password comes first, and a full room refuses',
    async (t) => {
      const settings = { entry: 'waiting', password: 'open sesame', max: 1 } as const;
      const { roomId, token } = await make(t, server, settings);
      const { client: ann } = await enter(t, server, roomId, {}, token);
      const password = settings.password;
      const plain = await enter(t, server, roomId, { password });
      t.match(plain.data, { status: 'error', code: 'forbidden', entry: 'waiting' });
      t.match((await enter(t, server, roomId, wait)).data, { status: 'error', pointer: '/password' });
      const { client, data } = await enter(t, server, roomId, { ...wait, password });
      t.match(data, { status: 'ok', data: { room: undefined } });
      await ann.next('get-waiting');
      await ann.request('admit', { room_id: roomId });
      const { data: outcome } = await client.next('entry-state', ({ data }) => data.state !== 'waiting');
      t.match(outcome, { state: 'refused', code: 'full' });
    },
  );

  t.test('students wait for a lecture, and join it once the instructor admits them', async (t) => {
    const { teacher, students, lecture, classUuid, roomId } = await startLecture(t, server, 1);
    const [inside] = students;
    if (!inside) throw new Error('expected a student');
    await teacher.client.request('set-entry', { room_id: roomId, entry: 'waiting' });
    const [ada, ben] = [await person(t, server), await person(t, server)];
    for (const { client, ...rest } of [ada, ben]) {
      await ask({ client, ...rest }, 'EnrollClass', { classUuid });
      const asked = { ...lecture, wait: true };
      t.match((await client.request('JoinLecture', asked)).data, { status: 403, entry: 'waiting' });
      t.match(await client.next('entry-state'), { data: { room_id: roomId, state: 'waiting' } });
    }
    await listed(teacher.client, [ada.userId, ben.userId]);
    t.equal(await refusal(ada, 'LiveChatTextMessage', { ...lecture, text: 'hello' }), 403);
    t.match(await inside.client.request('admit', { room_id: roomId }), forbidden);
    await inside.client.none('get-waiting');

    await teacher.client.request('admit', { room_id: roomId, user: ada.userId });
    t.match(await ada.client.next('entry-state'), { data: { state: 'admitted' } });
    await ask(ada, 'JoinLecture', lecture);
    t.match(await ben.client.request('ExitLecture', lecture), { type: 'accepted' });
    await listed(teacher.client, []);

    await ben.client.request('JoinLecture', { ...lecture, wait: true });
    await listed(teacher.client, [ben.userId]);
    await ask(teacher, 'DropParticipant', { ...lecture, userId: ben.userId });
    await ben.client.next('entry-state', ({ data }) => data.state === 'refused');
    t.match((await ben.client.request('JoinLecture', lecture)).data, {
      status: 403,
      removed_from: 'lecture',
    });
  });

  t.test('students who are made teachers, or are not in the class any more, do not wait', async (t) => {
    const { teacher, lecture, classUuid, roomId } = await startLecture(t, server, 0);
    await teacher.client.request('set-entry', { room_id: roomId, entry: 'waiting' });
    const [ada, ben] = [await person(t, server), await person(t, server)];
    for (const student of [ada, ben]) {
      await ask(student, 'EnrollClass', { classUuid });
      await student.client.request('JoinLecture', { ...lecture, wait: true });
    }
    await ask(teacher, 'SetMemberType', { classUuid, userId: ada.userId, memberType: 'instructor' });
    await ada.client.next('entry-state', ({ data }) => data.state === 'admitted');
    await ask(teacher, 'RemoveMember', { classUuid, userId: ben.userId });
    await ben.client.next('entry-state', ({ data }) => data.state === 'refused');
  });
});

import type { LoggedIn, LoginData, ServerMessage } from 'lectern-protocol';
import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import { enter, make, owner } from '../../helpers/owned-room.js';
import { ask, type Person, person, startLecture } from '../../helpers/test-class.js';

t.test('a removed student is kept out on every node, and after resuming on another one', async (t) => {
  const [one, other] = await startNodes(t, await startShared(t), 2);
  if (!one || !other) throw new Error('expected two nodes');
  const [near, far] = [new Target(one.url), new Target(other.url)];
  const { teacher, students, lecture, roomId } = await startLecture(t, near, 1);
  const [student] = students;
  if (!student) throw new Error('expected a student');
  const elsewhere = await person(t, far, student.token);
  const login = (await elsewhere.client.request('login', { protocol: '1.2' })) as ServerMessage<'login'>;
  const { reconnectionTicket: ticket = '' } = login.data.data as LoginData;
  await ask(elsewhere, 'JoinLecture', lecture);

  await ask(teacher, 'DropParticipant', { ...lecture, userId: student.userId });
  await elsewhere.client.next('DropParticipant');
  await teacher.client.next(
    'GetActiveLectureMember',
    ({ data }) => 'members' in data && data.members.length === 1,
  );
  elsewhere.client.terminate();
  const back: Person = { ...student, client: await near.connect(t, near.endpoint(undefined, '?login=1')) };
  t.match(await back.client.request('relogin', { ticket }), { data: { status: 'ok' } });
  const text = { from: 'S', time: 1, text: 'still here?' };
  t.match(await back.client.request('text', text, { receiver: `room/${roomId}` }), {
    data: { code: 'not-in-room' },
  });
  t.match(await back.client.request('LiveChatTextMessage', { ...lecture, text: 'still here?' }), {
    data: { status: 403, removed_from: 'lecture' },
  });
});

t.test(
  'a user removed from a room leaves it on every node, and a closed room is closed on every node',
  async (t) => {
    const [one, other] = await startNodes(t, await startShared(t), 2);
    if (!one || !other) throw new Error('expected two nodes');
    const [near, far] = [new Target(one.url), new Target(other.url)];
    const { client: ann, roomId } = await make(t, near);
    const ben = await owner(t, near);
    const inside = await enter(t, far, roomId, {}, ben.token);
    const { reconnectionTicket: ticket = '' } = (inside.data as LoggedIn).data;
    await inside.client.next('room-settings');
    await ann.request('set-entry', { room_id: roomId, entry: 'closed' });
    await inside.client.next('room-settings', ({ data }) => data.entry === 'closed');
    t.match((await enter(t, far, roomId)).data, { status: 'error', entry: 'closed' });
    await ann.request('remove-user', { room_id: roomId, user: ben.userId });
    await inside.client.next('drop');
    await inside.client.closed;
    const back = await near.connect(t, near.endpoint(roomId, '?login=1'));
    t.match(await back.request('relogin', { ticket }), { data: { status: 'error' } });
    t.match((await enter(t, far, roomId, {}, ben.token)).data, { status: 'error', removed_from: 'room' });
  },
);

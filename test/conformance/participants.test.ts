import type { LoginData, ServerMessage } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { TestClient } from '../helpers/client.js';
import { type Target, target } from '../helpers/conformance.js';

const words = (text: string) => ({ from: 'Ann', time: 1, text });

/** Logs in on an endpoint without a room, and joins one by the login. */
async function login(
  t: Test,
  server: Target,
  room: string,
): Promise<{ client: TestClient; data: LoginData }> {
  const client = await server.connect(t, server.endpoint(undefined, '?login=1'));
  const { data } = (await client.request('login', { protocol: '1.1', room })) as ServerMessage<'login'>;
  if (data.status !== 'ok') throw new Error(data.data);
  await client.drain();
  return { client, data: data.data };
}

const idsIn = ({ room }: LoginData) => room?.participants.map(({ id }) => id);

await target((server) => {
  t.test('login: its room is joined if the endpoint names none', async (t) => {
    const room = server.newRoom();
    const { client, data } = await login(t, server, room);
    t.same(data.room, { id: room, participants: [{ id: data.id, user: data.user, role: data.role }] });
    client.send('text', words('hello'), { receiver: `room/${room}` });
    t.match(await client.next('text'), { receiver: `room/${room}`, data: { text: 'hello' } });
    const other = await server.connect(t, server.endpoint(room, '?login=1'));
    const answer = await other.request('login', { room: server.newRoom() });
    t.match(answer, { data: { data: { room: { id: room } } } }, 'the room of the endpoint takes precedence');
  });

  t.test(
    'participant: a join precedes the first message, and follows only a login that did not list it',
    async (t) => {
      const room = server.newRoom();
      const ann = await login(t, server, room);
      const ben = await login(t, server, room);
      t.same(idsIn(ben.data)?.sort(), [ann.data.id, ben.data.id].sort());
      ben.client.send('text', words('hello'), { receiver: `room/${room}` });
      const { id, user, role } = ben.data;
      const first = await ann.client.next(undefined, ({ type }) => type === 'participant' || type === 'text');
      t.match(first, { type: 'participant', data: { action: 'join', data: { id, user, role } } });
      await ann.client.next('text');
      await ben.client.next('text');
      await ann.client.none('participant');
      await ben.client.none('participant');
      await ben.client.request('logout');
      t.match(await ann.client.next('participant'), { data: { action: 'leave', data: id } });
    },
  );
});

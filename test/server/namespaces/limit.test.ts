import t from 'tap';
import { connect } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

t.test('a client is in at most a hundred rooms, and can join another after leaving one', async (t) => {
  const { wsUrl } = await startServer(t, { otherRate: 10_000, otherBurst: 1000 });
  const client = await connect(t, wsUrl('/ws'));
  const join = (room: string) => client.request('/layout JOIN', { room, name: 'tv' });
  for (let index = 0; index < 100; index++) t.match(await join(`r${index}`), { data: { ok: true } });
  const conflict = { type: 'error', data: { code: 'conflict' } };
  t.match(await join('one more'), conflict);
  t.match(await join('r0'), { data: { ok: true } }, 'in a room that it is in, it can change its name');
  t.match(await client.request('/lobby JOIN', 'a'), conflict);
  const receiver = '/programme/42';
  t.match(await client.request('/programme enter', undefined, { receiver }), conflict);
  t.match(await client.request('/layout LEAVE', { room: 'r0' }), { data: { ok: true } });
  t.match(await client.request('/programme enter', undefined, { receiver }), { type: 'accepted' });
  const room = { title: 'Goals', max: 2 };
  t.match(await client.request('/programme createRoom', room, { receiver }), conflict);
  t.same((await client.request('/programme loadRooms', undefined, { receiver })).data, []);
});

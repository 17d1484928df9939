import type { LoggedIn, ReloggedIn } from 'lectern-protocol';
import t from 'tap';
import { Target } from '../../helpers/conformance.js';
import { serveNodes, startShared } from '../../helpers/nodes.js';
import { enter, make, owner } from '../../helpers/owned-room.js';

t.test('a user whose server dies keeps waiting, and is admitted while disconnected', async (t) => {
  const [one, other, third] = await serveNodes(t, await startShared(t), 3);
  if (!one || !other || !third) throw new Error('expected three servers');
  const [near, far, last] = [new Target(one.url), new Target(other.url), new Target(third.url)];
  const { roomId, token } = await make(t, far, { entry: 'waiting' });
  const { client: ann } = await enter(t, far, roomId, {}, token);
  await ann.next('room-info');
  const ben = await owner(t, near);
  const { data } = await enter(t, near, roomId, { wait: true }, ben.token);
  const { id, reconnectionTicket: ticket = '' } = (data as LoggedIn).data;
  await ann.next('get-waiting', ({ data }) => data.users[0]?.user === ben.userId);
  await one.stop();

  t.match(await ann.request('admit', { room_id: roomId, user: ben.userId }), { type: 'admit' });
  await ann.next('client-joined', ({ data }) => data.clients[0]?.id === id);
  // After ben was told.
  await ann.next('get-waiting', ({ data }) => data.count === 0);
  const back = await last.connect(t, last.endpoint(roomId, '?login=1&deltas=1'));
  const answer = await back.request('relogin', { ticket });
  t.match((answer.data as ReloggedIn).data, {
    messages: [{ type: 'entry-state', data: { room_id: roomId, state: 'admitted' } }],
  });
  const { data: info } = await back.next('room-info');
  t.ok(info.clients.some((member) => member.id === id));
});

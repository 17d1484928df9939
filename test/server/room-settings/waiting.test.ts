import type { Denied, LoggedIn } from 'lectern-protocol';
import t from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { connect } from '../../helpers/client.js';
import { Target } from '../../helpers/conformance.js';
import { make } from '../../helpers/owned-room.js';
import { startServer } from '../../helpers/server.js';

const tokenSecret = 'a secret of the tests that is long enough';

const tokenOf = async (sub: string, rooms: string[], create = false): Promise<string> => {
  const options = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
  return (await signToken(options, { sub, ttl: 60, grants: { rooms, create } })).token;
};

t.test('with tokens, a client waits until its token no longer grants the room', async (t) => {
  const server = await startServer(t, { tokenSecret });
  const login = async (token: string) => {
    const client = await connect(t, server.wsUrl('/room/blue/ws?login=1&deltas=1'));
    const { data } = await client.request('login', { token, wait: true, protocol: '1.2' });
    return { client, ticket: (data as LoggedIn).data.reconnectionTicket ?? '' };
  };
  const outside = await connect(t, server.wsUrl('/ws?login=1'));
  const ownerToken = await tokenOf('ann', ['blue'], true);
  await outside.request('login', { token: ownerToken });
  await outside.request('create-room', { room_id: 'blue', entry: 'waiting' });
  const { client: ann } = await login(ownerToken);
  await ann.next('room-info');

  const { client: ben, ticket } = await login(await tokenOf('ben', ['blue']));
  await ben.next('entry-state', ({ data }) => data.state === 'waiting');
  await ann.next('get-waiting', ({ data }) => data.users[0]?.user === 'ben');
  await ben.request('refreshToken', { token: await tokenOf('ben', ['blue', 'green']) });
  t.match(await ann.request('get-waiting', { room_id: 'blue' }), { data: { users: [{ user: 'ben' }] } });

  ben.terminate();
  const back = await connect(t, server.wsUrl('/room/blue/ws?login=1&deltas=1'));
  await back.request('relogin', { ticket });
  await back.next('entry-state', ({ data }) => data.state === 'waiting');
  await back.request('refreshToken', { token: await tokenOf('ben', ['green']) });
  await ann.next('get-waiting', ({ data }) => data.count === 0);
  t.match(await ann.request('admit', { room_id: 'blue', user: 'ben' }), { data: { code: 'not-found' } });
});

t.test('at most 1,000 clients wait for a room, and the owner receives the first 100 users', async (t) => {
  const server = await startServer(t);
  const { client: ann, roomId } = await make(t, new Target(server.url), { entry: 'waiting' });
  const guests = await Promise.all(
    Array.from({ length: 1001 }, async () => {
      const client = await connect(t, server.wsUrl(`/room/${roomId}/ws?login=1`));
      return client.request('login', { wait: true });
    }),
  );
  const refused = guests.filter(({ data }) => (data as LoggedIn | Denied).status === 'error');
  t.match(refused, [{ data: { code: 'full' } }]);
  t.equal(refused.length, 1);
  const list = await ann.request('get-waiting', { room_id: roomId });
  t.match(list.data, { count: 1000, users: { length: 100 } });
});

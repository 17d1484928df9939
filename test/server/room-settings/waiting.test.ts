import type { Denied, LoggedIn } from 'lectern-protocol';
import t from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { connect } from '../../helpers/client.js';
import { Target } from '../../helpers/conformance.js';
import { make, owner } from '../../helpers/owned-room.js';
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

t.test('of a user 10 clients wait for a room, of an address 800, and 1,000 together', async (t) => {
  const server = await startServer(t, { trustProxy: true });
  const near = new Target(server.url);
  const { client: ann, roomId } = await make(t, near, { entry: 'waiting' });
  const come = async (count: number, address: string, token?: string) => {
    const options = {
      headers: { 'x-forwarded-for': address },
      protocols: token === undefined ? [] : ['lectern', `lectern.token.${token}`],
    };
    const answers = await Promise.all(
      Array.from({ length: count }, async () => {
        const client = await connect(t, server.wsUrl(`/room/${roomId}/ws?login=1`), options);
        return (await client.request('login', { wait: true })).data as LoggedIn | Denied;
      }),
    );
    return answers.filter(({ status }) => status === 'error');
  };
  const full = { length: 1, 0: { status: 'error', code: 'full' } };
  const { token } = await owner(t, near);
  t.match(await come(11, '192.0.2.1', token), full);
  t.match(await come(801, '192.0.2.2'), full);
  t.match(await come(191, '192.0.2.3'), full);
  const list = await ann.request('get-waiting', { room_id: roomId });
  t.match(list.data, { count: 991, users: { length: 100 } });
});

import type { LoginData } from 'lectern-protocol';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import type { Options } from '../../../server/index.js';
import { apiKey, callApi } from '../../helpers/api.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer, type TestServer } from '../../helpers/server.js';

const tokenSecret = 'a secret of the tests that is long enough';

const tokenOf = async (sub: string, ttl: number, rooms = ['*']): Promise<string> => {
  const options = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
  return (await signToken(options, { sub, ttl, grants: { rooms } })).token;
};

const start = (t: Test, options: Partial<Options> = {}) =>
  startServer(t, { tokenSecret, apiKey, ...options });

/** Logs in to the room blue with a token that is valid for a minute. */
async function logIn(t: Test, server: TestServer) {
  const client = await connect(t, server.wsUrl('/room/blue/ws?login=1'));
  const { data } = await client.request('login', { token: await tokenOf('ann', 60), protocol: '1.0' });
  return { client, login: (data as { data: LoginData }).data };
}

/** Returns a function that lets this many seconds pass on the server's clock. */
function passing(t: Test): (seconds: number) => void {
  const { now } = Date;
  let ahead = 0;
  t.intercept(Date, 'now', { value: () => now() + ahead * 1000 });
  return (seconds) => {
    ahead += seconds;
  };
}

const renew = async (client: TestClient, token: string): Promise<unknown> =>
  (await client.request('refreshToken', { token })).data;

t.test('the reply to a login contains the lifetime of the token', async (t) => {
  const { login } = await logIn(t, await start(t));
  t.ok(Number(login.tokenLifetime) > 55 && Number(login.tokenLifetime) <= 60, `${login.tokenLifetime}`);
  const open = await connect(t, (await startServer(t)).wsUrl('/ws?login=1'));
  const { data } = (await open.request('login', {})).data as { data: LoginData };
  t.equal(data.tokenLifetime, undefined);
});

t.test(
  'once its token has expired, a client can only renew it, and is disconnected if it does not',
  async (t) => {
    const pass = passing(t);
    const server = await start(t, { loginTimeout: 60 });
    const { client, login } = await logIn(t, server);
    pass(65);
    for (const [type, data] of [
      ['create-room', { room_id: 'green' }],
      ['get-ice-servers', undefined],
      ['text', { from: 'x', time: 1, text: 'x' }],
    ] as const) {
      t.match(await client.request(type, data as never, { receiver: type === 'text' ? 'room' : 'server' }), {
        type: 'error',
        data: { code: 'login-required', message: /expired/ },
      });
    }
    t.match(await client.request('refreshReconnectionTicket'), { data: { code: 'login-required' } });
    t.match(await client.request('ping'), { type: 'pong' });
    pass(60);
    t.equal((await client.closed).code, 4006);
    const back = await connect(t, server.wsUrl('/ws?login=1'));
    t.match(await back.request('relogin', login.reconnectionTicket ?? ''), { data: { status: 'error' } });
  },
);

t.test('a client that renews its token stays, also in its rooms', async (t) => {
  const { client } = await logIn(t, await start(t));
  const before = await client.request('get-room-info');
  passing(t)(65);
  t.match(await client.request('get-room-info'), { data: { code: 'login-required' } });
  const token = await tokenOf('ann', 600);
  t.match(await renew(client, token), { status: 'ok', data: { tokenLifetime: Number } });
  t.same((await client.request('get-room-info')).data, before.data);
});

t.test('a client leaves the rooms that its new token does not grant', async (t) => {
  const { client } = await logIn(t, await start(t));
  t.match(await renew(client, await tokenOf('ann', 600, ['green'])), { status: 'ok' });
  t.match(await client.request('get-room-info'), { data: { code: 'not-in-room' } });
});

t.test('only a valid token of the same user renews', async (t) => {
  const server = await start(t);
  const { client } = await logIn(t, server);
  t.match(await renew(client, await tokenOf('eve', 600)), { status: 'error', code: 'conflict' });
  t.match(await renew(client, 'x'), { status: 'error', code: 'login-required' });
  const stranger = await connect(t, server.wsUrl('/ws?login=1'));
  t.match(await renew(stranger, await tokenOf('ann', 600)), { status: 'error', code: 'login-required' });
  const revoked = await tokenOf('ann', 600);
  await callApi(server, 'POST', '/revocations', { token: revoked });
  t.match(await renew(client, revoked), { status: 'error', code: 'revoked' });
  t.match(await client.request('get-room-info'), { type: 'room-info' }, 'and the old token is still in use');
  const open = await connect(t, (await startServer(t)).wsUrl('/ws?login=1'));
  await open.request('login', {});
  t.match(await renew(open, revoked), { status: 'error', code: 'forbidden' });
});

t.test('with the option off, a connected client keeps its rights', async (t) => {
  const { client } = await logIn(t, await start(t, { disconnectExpired: false }));
  passing(t)(3600);
  t.match(await client.request('get-room-info'), { type: 'room-info' });
});

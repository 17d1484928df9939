import { SignJWT } from 'jose';
import type { LoginData } from 'lectern-protocol';
import t, { type Test } from 'tap';
import type { Options } from '../../../server/index.js';
import { apiKey, callApi } from '../../helpers/api.js';
import { connect } from '../../helpers/client.js';
import { startServer, type TestServer } from '../../helpers/server.js';

const tokenSecret = 'a secret of the tests that is long enough';

const start = (t: Test, options: Partial<Options> = {}) => startServer(t, { apiKey, ...options });

/** Signs a token that no other token has, with a `jti` if given. */
function tokenOf(sub: string, jti?: string): Promise<string> {
  const token = new SignJWT({ grants: { rooms: ['blue'] }, nonce: Math.random() })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setAudience('lectern')
    .setExpirationTime('1h');
  if (jti !== undefined) token.setJti(jti);
  return token.sign(new TextEncoder().encode(tokenSecret));
}

async function logIn(t: Test, server: TestServer, token?: string) {
  const client = await connect(t, server.wsUrl('/room/blue/ws?login=1'));
  const { data } = await client.request('login', token === undefined ? {} : { token });
  return { client, answer: data, ...((data as { data: LoginData }).data ?? {}) };
}

/** Connects with a guest identity, or as a new guest that gets one. */
async function guest(t: Test, server: TestServer, token?: string) {
  const protocols = ['lectern', ...(token === undefined ? [] : [`lectern.token.${token}`])];
  const client = await connect(t, server.wsUrl('/room/blue/ws'), { protocols });
  return { client, ...(await client.welcome()) };
}

const refused = { status: 'error', code: 'revoked' };

t.test('a revoked user is disconnected, and stays out with every token until lifted', async (t) => {
  const server = await start(t, { tokenSecret });
  const mallory = [await tokenOf('mallory', 'one'), await tokenOf('mallory')];
  const inside = await Promise.all(mallory.map((token) => logIn(t, server, token)));
  const ann = await logIn(t, server, await tokenOf('ann'));
  const waiting = inside[0]?.reconnectionTicket ?? '';
  const made = await callApi(server, 'POST', '/revocations', { user: 'mallory', reason: 'spam' });
  t.match(made, { status: 201, data: { revocation: { user: 'mallory', reason: 'spam', created: Number } } });
  for (const { client } of inside) {
    await client.next('drop');
    t.equal((await client.closed).code, 4504);
  }
  for (const token of [...mallory, await tokenOf('mallory')]) {
    t.match((await logIn(t, server, token)).answer, refused);
  }
  const late = await connect(t, server.wsUrl('/ws?login=1'));
  t.match(await late.request('relogin', waiting), { data: { status: 'error' } });
  t.match(await ann.client.request('ping'), { type: 'pong' });
  const { revocations = [] } = (await callApi(server, 'GET', '/revocations')).data ?? {};
  t.match(revocations, [{ user: 'mallory' }]);
  const [{ id }] = revocations as [{ id: number }];
  t.equal((await callApi(server, 'DELETE', `/revocations/${id}`)).status, 204);
  t.equal((await callApi(server, 'DELETE', `/revocations/${id}`)).status, 404);
  t.match((await logIn(t, server, mallory[0])).answer, { status: 'ok' });
});

t.test('a disconnected client of a revoked user cannot resume', async (t) => {
  const server = await start(t, { tokenSecret });
  const { client, reconnectionTicket = '' } = await logIn(t, server, await tokenOf('mallory'));
  const watcher = await logIn(t, server, await tokenOf('ann'));
  client.terminate();
  await callApi(server, 'POST', '/revocations', { user: 'mallory' });
  await watcher.client.next('room-info', ({ data }) => data.clients.length === 1);
  const late = await connect(t, server.wsUrl('/ws?login=1'));
  t.match(await late.request('relogin', reconnectionTicket), { data: { status: 'error' } });
});

t.test('a single token is revoked by its ID, or by itself if it has none', async (t) => {
  const server = await start(t, { tokenSecret });
  const [withId, bare, other] = [
    await tokenOf('ben', 'the-id'),
    await tokenOf('ben'),
    await tokenOf('ben', 'x'),
  ];
  const { client } = await logIn(t, server, bare);
  t.match(await callApi(server, 'POST', '/revocations', { token: 'the-id' }), {
    data: { revocation: { token: 'the-id' } },
  });
  const { data } = await callApi(server, 'POST', '/revocations', { token: bare });
  t.match(data, { revocation: { token: /^sha256:/, expires: Number } });
  t.equal((await client.closed).code, 4504);
  // The last character of the signature has bits that decoders ignore.
  const last = bare.at(-1) ?? '';
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const same = bare.slice(0, -1) + alphabet[alphabet.indexOf(last) ^ 1];
  for (const token of [withId, bare, same])
    t.notMatch((await logIn(t, server, token)).answer, { status: 'ok' });
  t.match((await logIn(t, server, withId)).answer, refused);
  t.match((await logIn(t, server, bare)).answer, refused);
  t.match((await logIn(t, server, other)).answer, { status: 'ok' }, 'the user’s other tokens are accepted');
});

t.test('a removed client stays out, as do other clients of its user', async (t) => {
  const server = await start(t, { tokenSecret });
  const token = await tokenOf('mallory');
  const { client, id } = await logIn(t, server, token);
  const second = await logIn(t, server, token);
  t.equal((await callApi(server, 'DELETE', `/clients/${id}`, { reason: 'rude' })).status, 204);
  t.match((await client.next('drop')).data, { reason: 'rude' });
  t.equal((await client.closed).code, 4503);
  t.equal((await second.client.closed).code, 4504);
  for (const each of [token, await tokenOf('mallory')])
    t.match((await logIn(t, server, each)).answer, refused);
  t.match((await callApi(server, 'GET', '/revocations')).data, {
    revocations: [{ user: 'mallory', reason: 'rude' }],
  });
});

t.test('the caller decides what a removal revokes', async (t) => {
  const server = await start(t, { tokenSecret });
  const remove = async (token: string, revoke: string) => {
    const { client, id } = await logIn(t, server, token);
    await callApi(server, 'DELETE', `/clients/${id}`, { revoke });
    await client.closed;
  };
  const [first, second] = [await tokenOf('ben', 'first'), await tokenOf('ben', 'second')];
  await remove(first, 'nothing');
  t.match((await logIn(t, server, first)).answer, { status: 'ok' });
  await remove(first, 'token');
  t.match((await logIn(t, server, first)).answer, refused);
  t.match((await logIn(t, server, second)).answer, { status: 'ok' });
  t.match(await callApi(server, 'DELETE', '/clients/x', { revoke: 'all' }), { status: 400 });
});

t.test('a revoked guest is disconnected, and stays out with this identity', async (t) => {
  const server = await start(t);
  const { client, user, token } = await guest(t, server);
  const other = await guest(t, server);
  await callApi(server, 'POST', '/revocations', { user: user?.id ?? '' });
  t.equal((await client.closed).code, 4504);
  const back = await guest(t, server, token);
  t.equal((await back.client.closed).code, 4504);
  const login = await connect(t, server.wsUrl('/ws?login=1'), { protocols: ['lectern'] });
  t.match(await login.request('login', { token: token ?? '' }), { data: refused });
  t.match(await other.client.request('get-room-info'), { type: 'room-info' });
});

t.test('revocations survive a restart, and end after their time', async (t) => {
  const server = await start(t, { tokenSecret });
  await callApi(server, 'POST', '/revocations', { user: 'mallory' });
  await callApi(server, 'POST', '/revocations', { user: 'ben', ttl: 60 });
  t.match((await callApi(server, 'GET', '/revocations?limit=1')).data, {
    revocations: [{ user: 'ben', expires: Number }],
    before: Number,
  });
  await server.server.close({ spread: 0 });
  const next = await start(t, { tokenSecret, data: server.server.options.data });
  t.match((await logIn(t, next, await tokenOf('mallory'))).answer, refused);
  const ben = await tokenOf('ben');
  t.match((await logIn(t, next, ben)).answer, refused);
  const { now } = Date;
  t.intercept(Date, 'now', { value: () => now() + 61_000 });
  t.match((await logIn(t, next, ben)).answer, { status: 'ok' });
  t.match((await logIn(t, next, await tokenOf('mallory'))).answer, refused);
});

t.test('invalid requests are refused, and the number of revocations is limited', async (t) => {
  const server = await start(t, { revocations: 2 });
  for (const body of [{}, { user: 'a', token: 'b' }, { user: '' }, { user: 'a', ttl: 0 }]) {
    t.match(await callApi(server, 'POST', '/revocations', body), { status: 400 }, JSON.stringify(body));
  }
  t.equal((await callApi(server, 'DELETE', '/revocations/x')).status, 400);
  for (const user of ['a', 'b', 'a']) {
    t.equal((await callApi(server, 'POST', '/revocations', { user })).status, 201);
  }
  t.match(await callApi(server, 'POST', '/revocations', { user: 'c' }), { data: { code: 'full' } });
  t.equal((await fetch(`${server.url}/api/revocations`)).status, 401);
});

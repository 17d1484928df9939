import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TokenRequest } from 'lectern-protocol/tokens';
import t, { type Test } from 'tap';
import { signToken } from '../../../server/identity/tokens.js';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer, type TestServer } from '../../helpers/server.js';

const tokenSecret = 'a secret of the tests that is long enough';
const everywhere = { rooms: ['*'], classes: ['*'], create: true };

/** A token for a user with all grants, unless the test sets others. */
async function tokenOf(sub: string, more: Partial<TokenRequest> = {}): Promise<string> {
  const options = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
  return (await signToken(options, { sub, grants: everywhere, ...more })).token;
}

/** A logged-in client. */
async function enter(t: Test, { wsUrl }: TestServer, path: string, token: string): Promise<TestClient> {
  const client = await connect(t, wsUrl(`${path}?login=1`));
  t.match(await client.request('login', { token }), { type: 'login', data: { status: 'ok' } });
  return client;
}

/** Returns the reply to a login. */
async function answer(t: Test, { wsUrl }: TestServer, path: string, data: object) {
  const client = await connect(t, wsUrl(`${path}?login=1`));
  return (await client.request('login', data)).data;
}

t.test('if tokens are required, welcome announces that and contains no user', async (t) => {
  const { wsUrl } = await startServer(t, { tokenSecret });
  const client = await connect(t, wsUrl('/room/blue/ws'), { protocols: ['lectern'] });
  const welcome = await client.welcome();
  t.equal(welcome.login, 'required');
  t.equal(welcome.token, undefined);
  for (const type of ['get-room-info', 'get-ice-servers'] as const) {
    t.match(await client.request(type), { type: 'error', data: { code: 'login-required' } }, type);
  }
  t.equal((await client.request('ping')).type, 'pong');
});

t.test('a token in the login message', async (t) => {
  const server = await startServer(t, { tokenSecret });
  t.match(await answer(t, server, '/room/blue/ws', { token: await tokenOf('ann', { name: 'Ann' }) }), {
    status: 'ok',
    data: { user: 'ann', name: 'Ann', role: 'presenter', room: { id: 'blue' } },
  });
  t.match(await answer(t, server, '/ws', { token: await tokenOf('ann', { room: 'red' }) }), {
    status: 'ok',
    data: { room: { id: 'red' } },
  });
  const denied = (why: RegExp) => ({ status: 'error', code: 'login-required', data: why });
  t.match(await answer(t, server, '/ws', {}), denied(/requires a token/));
  t.match(await answer(t, server, '/ws', { token: 'x' }), denied(/invalid token format/));
});

t.test('a token at the upgrade: in a header, or as a subprotocol', async (t) => {
  const { wsUrl } = await startServer(t, { tokenSecret });
  const token = await tokenOf('ann');
  const shown = {
    header: { headers: { authorization: `Bearer ${token}` } },
    subprotocol: { protocols: ['lectern', `lectern.token.${token}`] },
  };
  for (const [how, options] of Object.entries(shown)) {
    const client = await connect(t, wsUrl('/room/blue/ws'), options);
    t.match((await client.next('login')).data, { status: 'ok', data: { user: 'ann' } }, how);
    t.equal((await client.request('get-room-info')).type, 'room-info');
    t.notMatch(client.socket.protocol, /token/, 'it is not returned');
    const announced = await connect(t, wsUrl('/room/blue/ws?login=1'), options);
    t.match(await announced.request('login', {}), { data: { status: 'ok', data: { user: 'ann' } } }, how);
  }
  const wrong = await connect(t, wsUrl('/room/blue/ws'), { headers: { authorization: 'Bearer x' } });
  t.match((await wrong.next('login')).data, { status: 'error', code: 'login-required' });
  const inUrl = await connect(t, wsUrl(`/room/blue/ws?token=${token}`));
  t.match(await inUrl.request('get-room-info'), { data: { code: 'login-required' } }, 'never in an address');
});

t.test('a client that does not log in before the deadline is disconnected', async (t) => {
  const { wsUrl } = await startServer(t, { tokenSecret, loginTimeout: 0.05 });
  const client = await connect(t, wsUrl('/room/blue/ws'));
  t.match(await client.closed, { code: 4502, reason: 'login-timeout' });
  const open = await startServer(t, { loginTimeout: 0.05 });
  const announced = await connect(t, open.wsUrl('/room/blue/ws?login=1'));
  t.equal((await announced.closed).code, 4502, 'also if it is not required, but announced');
});

t.test('a client whose login is still being checked at the deadline is not disconnected', async (t) => {
  let asked = () => {};
  let answerKeys = () => {};
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const keys = createHttpServer((_, response) => {
    answerKeys = () => response.end(JSON.stringify({ keys: [] }));
    asked();
  });
  keys.listen(0, '127.0.0.1');
  await once(keys, 'listening');
  t.teardown(() => void keys.close());
  const jwks = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks.json`;
  const { wsUrl } = await startServer(t, { jwks, loginTimeout: 0.5 });
  const client = await connect(t, wsUrl('/room/blue/ws?login=1'));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'RS256', kid: 'one' })}.${part({ sub: 'ann' })}.c2lnbmVk`;
  const answer = client.request('login', { token });
  await wasAsked;
  const silent = await connect(t, wsUrl('/room/blue/ws'));
  t.equal((await silent.closed).code, 4502);
  answerKeys();
  t.match((await answer).data, { status: 'error', code: 'login-required' });
});

t.test('a single-use token is accepted once, even across a restart', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'lectern-test-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  const token = await tokenOf('ann', { once: true });
  const many = await tokenOf('bob');
  const first = await startServer(t, { tokenSecret, data });
  const twice = await Promise.all([0, 1].map(() => answer(t, first, '/ws', { token })));
  t.same(
    twice.map((data) => 'status' in data && data.status).sort(),
    ['error', 'ok'],
    'one of two concurrent attempts',
  );
  t.match(await answer(t, first, '/ws', { token: many }), { status: 'ok' });
  await first.server.close({ spread: 0 });
  const second = await startServer(t, { tokenSecret, data });
  t.match(await answer(t, second, '/ws', { token }), { status: 'error', code: 'conflict', data: /used/ });
  t.match(await answer(t, second, '/ws', { token: many }), { status: 'ok' });
});

t.test('a refused login does not use up the token', async (t) => {
  const server = await startServer(t, { tokenSecret });
  const token = await tokenOf('ann', { once: true, grants: { rooms: ['blue'] } });
  t.match(await answer(t, server, '/room/red/ws', { token }), { code: 'forbidden' });
  t.match(await answer(t, server, '/room/blue/ws', { token }), { status: 'ok' });
});

t.test('a viewer', async (t) => {
  const server = await startServer(t, { tokenSecret });
  const data = await answer(t, server, '/room/blue/ws', { token: await tokenOf('ann', { role: 'viewer' }) });
  t.match(data, {
    data: {
      role: 'viewer',
      permission: { publish: { audio: false, video: false }, subscribe: { audio: true, video: true } },
      room: { participants: [{ user: 'ann', role: 'viewer' }] },
    },
  });
});

t.test('grants: rooms', async (t) => {
  const server = await startServer(t, { tokenSecret });
  const token = await tokenOf('ann', { room: 'blue', grants: { rooms: ['red'] } });
  for (const room of ['blue', 'red']) {
    t.match(await answer(t, server, `/room/${room}/ws`, { token }), { data: { room: { id: room } } });
  }
  t.match(await answer(t, server, '/room/green/ws', { token }), {
    status: 'error',
    code: 'forbidden',
    data: /'green'/,
  });
  const none = await answer(t, server, '/ws', { token: await tokenOf('bob', { grants: {} }) });
  t.match(none, { status: 'ok', data: { user: 'bob' } });
  t.notMatch(none, { data: { room: {} } });
});

t.test('grants: classes, and permission to create them', async (t) => {
  const server = await startServer(t, { tokenSecret });
  const teacher = await enter(t, server, '/ws', await tokenOf('kim', { grants: { create: true } }));
  const made = await teacher.request('CreateClass', { title: 'Logic' });
  const { uuid } = (made.data as { class: { uuid: string } }).class;
  const student = await enter(t, server, '/ws', await tokenOf('ann', { grants: { classes: [uuid] } }));
  t.match(await student.request('EnrollClass', { classUuid: uuid }), { data: { status: 200 } });
  t.match(await student.request('CreateClass', { title: 'Art' }), { data: { status: 403 } });
  const other = await enter(t, server, '/ws', await tokenOf('bob', { grants: { classes: ['another'] } }));
  t.match(await other.request('EnrollClass', { classUuid: uuid }), { data: { status: 403 } });
});

t.test('no message changes the identity of its sender', async (t) => {
  const server = await startServer(t, { tokenSecret });
  const ann = await enter(t, server, '/room/blue/ws', await tokenOf('ann', { name: 'Ann' }));
  const bob = await enter(t, server, '/room/blue/ws', await tokenOf('bob', { name: 'Bob', role: 'viewer' }));
  t.match(await bob.request('profile', { username: 'Ann' }), {
    type: 'error',
    data: { code: 'forbidden', message: /token/ },
  });
  const { data: info } = await bob.request('get-room-info');
  const { clients } = info as { clients: { id: string; username: string }[] };
  t.same(clients.map(({ username }) => username).sort(), ['Ann', 'Bob']);
  const id = clients.find(({ username }) => username === 'Bob')?.id;
  const words = { from: 'Ann', time: 1, text: 'give him a good mark' };
  bob.send('text', words, { receiver: 'room', sender: 'server' });
  t.match(await ann.next('text'), { sender: id, data: { ...words, from: 'Bob' } });
  const annId = clients.find(({ username }) => username === 'Ann')?.id ?? '';
  bob.send('offer', { type: 'offer', sdp: 'v=0' }, { receiver: annId, sender: annId });
  t.match(await ann.next('offer'), { sender: id });
  const again = await connect(t, server.wsUrl('/room/blue/ws?login=1'));
  again.raw(JSON.stringify({ type: 'login', id: 1, data: { token: await tokenOf('eve'), role: 'viewer' } }));
  t.match(await again.next('login'), { data: { status: 'ok', data: { role: 'presenter' } } });
});

t.test('a keepTime of -1 stands for the time of the server', async (t) => {
  const server = await startServer(t, { reconnectionTimeout: 42 });
  const client = await connect(t, server.wsUrl('/ws?login=1'));
  const login = await client.request('login', { reconnection: { keepTime: -1 } });
  t.match(login, { data: { status: 'ok', data: { reconnectionTicket: String, reconnectionTimeout: 42 } } });
});

t.test('grants are checked again when a client resumes', async (t) => {
  const server = await startServer(t, { tokenSecret });
  const client = await connect(t, server.wsUrl('/room/blue/ws?login=1'));
  const login = await client.request('login', { protocol: '1.2', token: await tokenOf('ann', { ttl: 60 }) });
  const { reconnectionTicket: ticket } = (login.data as { data: { reconnectionTicket: string } }).data;
  client.terminate();
  const { now } = Date;
  t.intercept(Date, 'now', { value: () => now() + 61_000 });
  const back = await connect(t, server.wsUrl('/room/blue/ws?login=1'));
  t.match(await back.request('relogin', ticket), {
    data: { status: 'error', code: 'login-required', data: /expired/ },
  });
});

t.test('unavailable keys do not refuse anyone permanently', async (t) => {
  const server = await startServer(t, { jwks: 'http://127.0.0.1:9/jwks.json' });
  const header = Buffer.from('{"alg":"ES256","kid":"k"}').toString('base64url');
  for (let tries = 0; tries < 3; tries++) {
    t.match(await answer(t, server, '/ws', { token: `${header}.e30.AAAA` }), {
      status: 'error',
      code: 'unavailable',
    });
  }
});

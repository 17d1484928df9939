import { once } from 'node:events';
import t, { type Test } from 'tap';
import { WebSocket } from 'ws';
import { signToken } from '../../../server/identity/tokens.js';
import type { ServerSettings } from '../../../server/index.js';
import { apiKey } from '../../helpers/api.js';
import { connect } from '../../helpers/client.js';
import { startServer, type TestServer } from '../../helpers/server.js';

const tokenSecret = 'the-token-secret-of-the-tests-0123';
const withTokens = { apiKey, tokenSecret };

/** The endpoints that the admin page reads. */
const PATHS = ['/nodes', '/refusals', '/lectures', '/rooms?live=true'];

/** Requests an endpoint of the API with a key or a token. */
async function get({ url }: Pick<TestServer, 'url'>, path: string, shown?: string) {
  const answer = await fetch(`${url}/api${path}`, {
    headers: shown === undefined ? {} : { authorization: `Bearer ${shown}` },
  });
  return { status: answer.status, headers: answer.headers, data: await answer.json() };
}

const tokenOf = async (claims: object): Promise<string> => {
  const options = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };
  return (await signToken(options, { sub: 'ada', ...claims })).token;
};

const enter = async (t: Test, server: TestServer, token?: string) => {
  const client = await connect(t, server.wsUrl('/room/blue/ws?login=1'));
  const { data } = await client.request('login', token === undefined ? {} : { token });
  t.match(data, { status: 'ok' });
  return client;
};

t.test('who can see the state of the server', async (t) => {
  const server = await startServer(t, withTokens);
  const admin = await tokenOf({ grants: { admin: true } });
  for (const path of PATHS) {
    t.match(await get(server, path), { status: 401, data: { code: 'login-required' } }, `${path}, no key`);
    for (const wrong of ['wrong', 'a.b.c', `${admin}x`]) {
      t.match(await get(server, path, wrong), { status: 401, data: { code: 'login-required' } }, path);
    }
    const user = await tokenOf({ grants: { rooms: ['*'], classes: ['*'], create: true } });
    t.match(await get(server, path, user), { status: 403, data: { code: 'forbidden' } }, `${path}, a user`);
    const once = await tokenOf({ grants: { admin: true }, once: true, jti: 'first' });
    t.match(await get(server, path, once), { status: 403, data: { code: 'forbidden' } }, `${path}, once`);
    for (const right of [apiKey, admin]) {
      const { status, headers } = await get(server, path, right);
      t.equal(status, 200, path);
      t.equal(headers.get('cache-control'), 'no-store');
      t.equal(headers.get('x-frame-options'), 'SAMEORIGIN');
    }
  }
  const other = await tokenOf({ sub: 'ben', grants: { admin: true } });
  await fetch(`${server.url}/api/revocations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'ben' }),
  });
  t.match(await get(server, '/nodes', other), { status: 403, data: { code: 'revoked' } });
  // An administrator moderates rooms, too.
  const missing = [
    ['GET', '/rooms/blue'],
    ['POST', '/rooms/blue/close'],
    ['DELETE', '/clients/nobody'],
  ] as const;
  const user = await tokenOf({ grants: { rooms: ['*'], create: true } });
  for (const [method, path] of missing) {
    for (const [shown, status] of [
      [admin, 404],
      [user, 403],
    ] as const) {
      const headers = { authorization: `Bearer ${shown}` };
      t.equal((await fetch(`${server.url}/api${path}`, { method, headers })).status, status, path);
    }
  }
  // Everything else requires the key.
  t.equal((await get(server, '/audit', admin)).status, 401);
});

t.test('the audit log contains the administrator, or the operator for a key', async (t) => {
  const server = await startServer(t, withTokens);
  const admin = await tokenOf({ name: 'Ada', grants: { admin: true } });
  for (const shown of [admin, apiKey]) {
    const client = await enter(t, server, await tokenOf({ sub: 'ben', grants: { rooms: ['blue'] } }));
    const headers = { authorization: `Bearer ${shown}` };
    t.equal((await fetch(`${server.url}/api/rooms/blue/close`, { method: 'POST', headers })).status, 204);
    t.equal((await client.closed).code, 4503);
  }
  t.match((await get(server, '/audit', apiKey)).data, {
    entries: [
      { action: 'close-room', by: { user: 'ada', name: 'Ada' } },
      { action: 'close-room', by: { key: 'apiKey' } },
    ],
  });
});

t.test('a guest is not an administrator, and without a key and tokens there is none', async (t) => {
  const server = await startServer(t);
  const client = await connect(t, server.wsUrl('/ws'));
  const { token } = await client.welcome();
  for (const path of PATHS) {
    for (const shown of [undefined, token, 'wrong'])
      t.equal((await get(server, path, shown)).status, 404, path);
  }
});

t.test('wrong keys are limited by address, which the right key is not', async (t) => {
  const server = await startServer(t, withTokens);
  let wrong = 0;
  let answer: Awaited<ReturnType<typeof get>>;
  do {
    answer = await get(server, '/nodes', 'wrong');
    wrong++;
  } while (answer.status === 401);
  t.ok(wrong > 60);
  const { status, headers, data } = answer;
  t.match({ status, data }, { status: 429, data: { code: 'rate-limited', retry_after_ms: Number } });
  t.ok(Number(headers.get('retry-after')) > 0);
  t.equal((await get(server, '/nodes', apiKey)).status, 200);
  t.match((await get(server, '/refusals', apiKey)).data, {
    refusals: [
      { what: 'request', code: 'rate-limited', network: '127.0.0.1', count: 1 },
      { what: 'request', code: 'login-required', network: '127.0.0.1', count: wrong - 1 },
    ],
  });
});

t.test('a node reports its state and budgets', async (t) => {
  const server = await startServer(t, { apiKey });
  await enter(t, server);
  const { data } = await get(server, '/nodes', apiKey);
  t.equal(data.nodes.length, 1);
  t.match(data.nodes[0], {
    answers: true,
    host: String,
    pid: process.pid,
    version: /^\d+\.\d+\.\d+/,
    started: Number,
    ready: true,
    event_loop_delay: { mean_ms: Number, max_ms: Number },
    memory: { rss: Number, heap_used: Number, heap_limit: Number },
    connections: 1,
    clients: 1,
    rooms: 1,
    queued_bytes: Number,
  });
  const budgets = data.nodes[0].budgets as { name: string }[];
  t.match(
    budgets.find(({ name }) => name === 'log_bytes'),
    { used: Number, limit: Number, refused: 0 },
  );
});

t.test('refusals are counted by reason and by user or network', async (t) => {
  const settings: ServerSettings = { ...withTokens, refusals: 1000 };
  const server = await startServer(t, settings);
  const client = await enter(t, server, await tokenOf({ room: 'blue' }));
  for (const id of [1, 2, 3]) await client.request('get-room-info', { room_id: 'red' }, { id });
  const denied = await connect(t, server.wsUrl('/room/blue/ws?login=1'));
  await denied.request('login', { token: 'a.b.c' });
  await once(new WebSocket(server.wsUrl('/ws'), { origin: 'https://evil.example' }), 'error');
  const { data } = await get(server, '/refusals', apiKey);
  t.match(data, { missing: [] });
  t.match(
    data.refusals.find(({ what }: { what: string }) => what === 'message'),
    { type: 'get-room-info', code: 'not-in-room', user: 'ada', count: 3, first: Number, last: Number },
  );
  t.match(
    data.refusals.find(({ what }: { what: string }) => what === 'login'),
    { code: 'token-format', network: '127.0.0.1', count: 1 },
  );
  t.match(
    data.refusals.find(({ what }: { what: string }) => what === 'connection'),
    { code: '403', network: '127.0.0.1', count: 1 },
  );
  t.notOk(JSON.stringify(data).includes('a.b.c'));
});

t.test('a key that only creates tokens cannot create one of an administrator', async (t) => {
  const signer = 'a-key-that-signs-tokens-for-the-tests';
  const server = await startServer(t, { ...withTokens, apiKeys: [`signer=tokens=${signer}`] });
  const sign = async (key: string, admin: boolean) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ sub: 'ada', grants: { admin } });
    return (await fetch(`${server.url}/api/tokens`, { method: 'POST', headers, body })).status;
  };
  t.same([await sign(signer, true), await sign(signer, false), await sign(apiKey, true)], [403, 201, 201]);
});

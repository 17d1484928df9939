import type { Options } from 'lectern-protocol/options';
import t, { type Test } from 'tap';
import { signToken } from '../../server/identity/tokens.js';
import { connect, UpgradeRefused } from '../helpers/client.js';
import { rawConnect, rawUpgrade, upgradeRequest } from '../helpers/raw-socket.js';
import { startServer, type TestServer } from '../helpers/server.js';

interface Request {
  /** The client's address, as a proxy passes it on. */
  from?: string;
  token?: string | undefined;
}

const options = ({ from = '192.0.2.1', token }: Request) => ({
  headers: { 'X-Forwarded-For': from },
  protocols: ['lectern', ...(token === undefined ? [] : [`lectern.token.${token}`])],
});

/** Opens a connection. Returns the token of the new identity. */
async function open(t: Test, server: TestServer, request: Request = {}) {
  const client = await connect(t, server.wsUrl('/ws'), options(request));
  return { client, token: (await client.welcome()).token };
}

const behindProxy = (t: Test, limits: Partial<Options>) => startServer(t, { trustProxy: true, ...limits });

async function refusedWith(t: Test, server: TestServer, status: number, body: RegExp, request: Request = {}) {
  const refusal = await open(t, server, request).catch((error: unknown) => error);
  t.match(refusal, { status, body });
}

t.test('an address can open a limited number of connections, which become free again', async (t) => {
  const server = await behindProxy(t, { addressConnections: 2 });
  const first = await open(t, server);
  await open(t, server);
  await refusedWith(t, server, 429, /^too many connections from this address; try again in 5 s\n$/);
  await open(t, server, { from: '192.0.2.2' });
  await open(t, server, { from: '2001:db8:1:2::1' });
  await open(t, server, { from: '2001:db8:1:2:ffff::2' });
  await refusedWith(t, server, 429, /address/, { from: '2001:db8:1:2::3' });
  first.client.socket.close();
  await first.client.closed;
  for (;;) {
    const again = await open(t, server).catch((error: unknown) => error);
    if (!(again instanceof UpgradeRefused)) break;
    t.equal(again.status, 429);
  }
  t.pass('a closed connection does not count');
});

t.test('the header Retry-After tells when to try again', async (t) => {
  const server = await startServer(t, { addressConnectionBurst: 1, addressConnectionRate: 0.001 });
  await rawUpgrade(t, server.url, '/ws');
  const socket = await rawConnect(t, server.url);
  socket.write(upgradeRequest(server.url, '/ws'));
  t.match(await socket.head(), /^HTTP\/1\.1 429 Too Many Requests\r\n(.+\r\n)*Retry-After: (9\d\d|1000)\r\n/);
});

t.test('the rate of new connections outlives the connections, and guests have their own', async (t) => {
  const limits = { addressConnectionBurst: 2, addressConnectionRate: 0.001, userConnectionRate: 0.001 };
  const server = await behindProxy(t, { ...limits, userConnections: 1 });
  const { client, token } = await open(t, server);
  client.terminate();
  await client.closed;
  await open(t, server);
  await refusedWith(t, server, 429, /^too many new connections from this address; try again in \d+ s/);
  await refusedWith(t, server, 429, /new connections/, { token: 'forged' });
  await open(t, server, { token });
  await refusedWith(t, server, 429, /new connections/, { token });
  await open(t, server, { from: '192.0.2.2' });
});

t.test('guest identities do not raise the number of connections of an address', async (t) => {
  const server = await behindProxy(t, { addressConnections: 1 });
  const { token } = await open(t, server);
  await refusedWith(t, server, 429, /too many connections/, { token });
});

t.test('users with tokens have limits of their own, and do not use up those of their address', async (t) => {
  const tokenSecret = 's'.repeat(32);
  const server = await behindProxy(t, { tokenSecret, addressConnections: 1, userConnections: 2 });
  const of = async (sub: string) => (await signToken(server.server.options, { sub })).token;
  const attacker = await of('mallory');
  for (let i = 0; i < 2; i++) {
    const { client } = await open(t, server, { token: attacker });
    t.match(await client.next('login'), { data: { status: 'ok' } });
  }
  const third = await open(t, server, { token: attacker });
  t.match(await third.client.next('login'), { data: { status: 'error', code: 'rate-limited' } });
  await refusedWith(t, server, 429, /too many connections/, { token: attacker });
  await refusedWith(t, server, 429, /too many connections/);
  const honest = await open(t, server, { token: await of('ada') });
  t.match(await honest.client.next('login'), { data: { status: 'ok' } }, 'others can connect');
});

t.test('the server has a limit for all connections', async (t) => {
  const server = await behindProxy(t, { connections: 2 });
  const { token } = await open(t, server);
  await open(t, server, { from: '192.0.2.2' });
  await refusedWith(t, server, 503, /^the server has too many connections; try again in 5 s/, {
    from: '192.0.2.3',
    token,
  });
});

t.test('TCP connections of an address are limited as well, except for health checks', async (t) => {
  const server = await startServer(t, { addressConnections: 1 });
  const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const kept = await rawConnect(t, server.url);
  await rawConnect(t, server.url);
  const first = await rawConnect(t, server.url);
  // The oldest connection beyond the limit makes room for the latest one.
  for (let i = 0; i < 32; i++) await rawConnect(t, server.url);
  await first.ended;
  for (const path of ['/healthz', '/readyz', '/healthcheck']) {
    const check = await rawConnect(t, server.url);
    check.write(ask(path));
    t.match(await check.head(), /^HTTP\/1\.1 200 /, path);
    await check.ended;
  }
  const page = await rawConnect(t, server.url);
  page.write(ask('/'));
  t.match(await page.head(), /^HTTP\/1\.1 503 /);
  await page.ended;
  kept.write(ask('/'));
  t.match(await kept.head(), /^HTTP\/1\.1 200 /, 'earlier connections are served');
});

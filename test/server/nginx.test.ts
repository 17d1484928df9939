import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { Agent, get, type RequestOptions } from 'node:https';
import { connect as tlsConnect } from 'node:tls';
import type { Options } from 'lectern-protocol/options';
import t, { type Test } from 'tap';
import { type ClientOptions, WebSocket } from 'ws';
import { roomUrl } from '#client/room-url.js';
import { Signaler } from '#client/signaler.js';
import type { SignalerState } from '#client/signaler-state.js';
import { connect, upgradeStatus } from '../helpers/client.js';
import { type Nginx, startNginx } from '../helpers/nginx.js';
import { startServer } from '../helpers/server.js';

/** Lectern behind nginx, configured as in docs/security.md. */
async function behindNginx(
  t: Test,
  options: Partial<Options> = {},
  changes: Record<string, string> = {},
): Promise<Nginx & { tls: ClientOptions; wsUrl: (path: string) => string }> {
  const { url } = await startServer(t, { trustProxy: true, ...options });
  const nginx = await startNginx(t, url, changes);
  // nginx listens on IPv4 only here.
  const tls: ClientOptions = { ca: nginx.ca, family: 4 };
  return { ...nginx, tls, wsUrl: (path) => nginx.url.replace('https', 'wss') + path };
}

async function ask(
  { url, ca }: Nginx,
  path: string,
  options: RequestOptions = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
  const agent = new Agent({ ca });
  const [response] = (await once(get(url + path, { agent, family: 4, ...options }), 'response')) as [
    IncomingMessage,
  ];
  let body = '';
  for await (const chunk of response) body += chunk;
  agent.destroy();
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

t.test('pages and WebSockets pass through', async (t) => {
  const nginx = await behindNginx(t);
  const page = await ask(nginx, '/room/blue');
  t.equal(page.status, 200);
  t.match(page.headers['content-type'], /text\/html/);
  t.match(page.headers['content-security-policy'], /default-src 'self'/);
  t.match(page.headers['strict-transport-security'], /max-age=31536000/);
  t.equal(page.headers.server, 'nginx', 'without its version');

  const ada = await connect(t, nginx.wsUrl('/room/blue/ws'), nginx.tls);
  const bo = await connect(t, nginx.wsUrl('/room/blue/ws'), nginx.tls);
  await ada.welcome();
  const { id } = await bo.welcome();
  await ada.request('greeting', 'hello', { receiver: id });
  t.match(await bo.next('greeting'), { data: 'hello' });
  t.equal((await ask(nginx, '/ws')).status, 426, 'a plain request does not become an upgrade');

  const [redirect] = (await once(getPlain(`${nginx.plainUrl}/room/blue`, { family: 4 }), 'response')) as [
    IncomingMessage,
  ];
  redirect.resume();
  t.equal(redirect.statusCode, 301);
  t.equal(redirect.headers.location, 'https://lectern.example.org/room/blue');
});

t.test('metrics are not published', async (t) => {
  const nginx = await behindNginx(t);
  for (const path of ['/metrics', '//metrics', '/%6detrics', '/metrics?x']) {
    t.match(await ask(nginx, path), { status: 404, headers: { server: 'nginx' }, body: /nginx/ }, path);
  }
  t.equal((await ask(nginx, '/healthz')).status, 200);
});

t.test('a handshake for another host name is refused', async (t) => {
  const { url, ca } = await behindNginx(t);
  const port = Number(new URL(url).port);
  for (const servername of [undefined, 'elsewhere.example']) {
    const socket = tlsConnect({
      port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ...(servername ? { servername } : {}),
    });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    t.equal(error.code, 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME', `asking for ${servername ?? 'none'}`);
  }
  const known = tlsConnect({ port, host: '127.0.0.1', servername: 'localhost', ca });
  await once(known, 'secureConnect');
  known.destroy();
});

t.test('pages of this host are allowed to connect, those of others are not', async (t) => {
  const { url, wsUrl, tls } = await behindNginx(t, { origins: ['https://school.example'] });
  const { port } = new URL(url);
  const origins: [string, number][] = [
    [`https://localhost:${port}`, 101],
    ['https://school.example', 101],
    ['https://localhost', 403],
    ['https://evil.example', 403],
    ['null', 403],
  ];
  for (const [origin, status] of origins) {
    t.equal(await upgradeStatus(t, wsUrl('/ws'), { ...tls, headers: { Origin: origin } }), status, origin);
  }
  const forwarded = { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' };
  t.equal(await upgradeStatus(t, wsUrl('/ws'), { ...tls, headers: forwarded }), 403, 'whatever it forwards');
});

t.test('limits apply to the address that nginx sees', async (t) => {
  const from = (localAddress: string, claimed?: string): RequestOptions => ({
    localAddress,
    headers: claimed ? { 'X-Forwarded-For': claimed, Forwarded: `for=${claimed}` } : {},
  });
  const statuses = async (nginx: Nginx, requests: RequestOptions[]): Promise<number[]> => {
    const found: number[] = [];
    for (const request of requests) found.push((await ask(nginx, '/api/rooms', request)).status);
    return found;
  };
  t.test('with trustProxy', async (t) => {
    const nginx = await behindNginx(t, { httpRate: 2 });
    const all = [from('127.0.0.2'), from('127.0.0.2'), from('127.0.0.2'), from('127.0.0.3')];
    t.same(await statuses(nginx, all), [200, 200, 429, 200], 'one address does not use up another’s limit');
    t.same(await statuses(nginx, [from('127.0.0.2', '192.0.2.1')]), [429], 'and cannot claim to be another');
    t.same(
      await statuses(nginx, [from('127.0.0.4', '127.0.0.3'), from('127.0.0.3')]),
      [200, 200],
      "nor use up another's limit",
    );
  });
  t.test('without it, all clients share one limit', async (t) => {
    const nginx = await behindNginx(t, { httpRate: 2, trustProxy: false });
    t.same(await statuses(nginx, [from('127.0.0.2'), from('127.0.0.3'), from('127.0.0.4')]), [200, 200, 429]);
  });
  t.test('and nginx limits the connections per address', async (t) => {
    const { wsUrl, tls } = await behindNginx(
      t,
      {},
      { 'limit_conn addresses 4000;': 'limit_conn addresses 2;' },
    );
    const kept = [await connect(t, wsUrl('/ws'), tls), await connect(t, wsUrl('/ws'), tls)];
    t.equal(await upgradeStatus(t, wsUrl('/ws'), tls), 503);
    t.equal(
      await upgradeStatus(t, wsUrl('/ws'), { ...tls, localAddress: '127.0.0.2' }),
      101,
      'another address',
    );
    for (const client of kept) t.match(await client.request('ping', 1), { type: 'pong' });
  });
});

t.test('large messages pass through unchanged, both ways', async (t) => {
  const { wsUrl, tls } = await behindNginx(t);
  const ada = await connect(t, wsUrl('/room/blue/ws'), tls);
  const bo = await connect(t, wsUrl('/room/blue/ws'), tls);
  const { limits } = await ada.welcome();
  const { id } = await bo.welcome();
  const sdp = 'v=0\r\n'.padEnd(60_000, 'x');
  for (let i = 0; i < 20; i++) {
    const offer = { type: 'offer' as const, sdp: `${sdp}${i}` };
    t.match(await ada.request('offer', offer, { receiver: id }), { type: 'accepted' });
    t.same((await bo.next('offer')).data, offer);
  }
  const padding = ' '.repeat(limits.connection_bytes - 26);
  ada.raw(`{"type":"ping","id":"big"${padding}}`);
  const answer = await ada.next(undefined, ({ id }) => id === 'big');
  t.match(
    answer,
    { type: 'error', data: { code: 'too-large', of: 'ping' } },
    'the largest that is read at all',
  );
  ada.raw(`{"type":"ping","id":"big"${padding}  }`);
  t.match(await ada.closed, { code: 1009 }, 'and the close code for a larger one');
});

t.test('the heartbeat keeps a quiet connection open beyond nginx’s timeout', async (t) => {
  const shorter = { 'proxy_read_timeout 60s;': 'proxy_read_timeout 2s;' };
  const quiet = await behindNginx(t, { heartbeatInterval: 0.5 }, shorter);
  const client = await connect(t, quiet.wsUrl('/room/blue/ws'), quiet.tls);
  await client.welcome();
  const beats = 10;
  while (client.heartbeats.length < beats) await once(client.socket, 'message');
  t.match(await client.request('ping', 'still here'), { type: 'pong' });

  const silent = await behindNginx(t, { heartbeatInterval: 3600 }, shorter);
  const cut = await connect(t, silent.wsUrl('/room/blue/ws'), silent.tls);
  t.equal((await cut.closed).code, 1006, 'without it nginx would have closed the connection');
});

t.test('when nginx is reloaded, clients reconnect through its new workers', async (t) => {
  const soon = { 'worker_shutdown_timeout 60s;': 'worker_shutdown_timeout 1s;' };
  const { url, ca, reload } = await behindNginx(t, {}, soon);
  class TrustingWebSocket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { ca, family: 4 });
    }
  }
  const visit = async (): Promise<Signaler> => {
    const signaler = new Signaler(roomUrl(url, 'blue'), {
      WebSocket: TrustingWebSocket,
      reconnect: { base: 20, max: 100 },
    });
    t.teardown(() => signaler.close());
    const opened = reaches(signaler, 'open');
    signaler.connect();
    await opened;
    return signaler;
  };
  const [ada, bo] = [await visit(), await visit()];
  const lost = [reaches(ada, 'waiting'), reaches(bo, 'waiting')];
  const back = [ada, bo].map(async (signaler) => {
    await reaches(signaler, 'waiting');
    await reaches(signaler, 'open');
  });
  await reload();
  t.match(await ada.request('ping', 'before the old worker goes'), { type: 'pong' });
  for (const { name, close } of await Promise.all(lost)) t.match({ name, close }, { close: { code: 1006 } });
  await Promise.all(back);
  const greeting = new Promise((resolve) => bo.on('greeting', resolve));
  await ada.request('greeting', 'hello again', { receiver: bo.id ?? '' });
  t.match(await greeting, { data: 'hello again' });
});

/** Resolves the next time the Signaler is in this state. */
function reaches<N extends SignalerState['name']>(
  signaler: Signaler,
  name: N,
): Promise<Extract<SignalerState, { name: N }>> {
  return new Promise((resolve) => {
    const stop = signaler.on('state', (state) => {
      if (state.name !== name) return;
      stop();
      resolve(state as Extract<SignalerState, { name: N }>);
    });
  });
}

t.test('the page about security quotes the configuration verbatim', async (t) => {
  const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const [, block = ''] = /```nginx\n([\s\S]*?)```/.exec(read('docs/security.md')) ?? [];
  const quoted = block.split('\n').flatMap((line) => line.replace(/\s*#.*/, '').trim() || []);
  t.ok(quoted.length > 0);
  for (const line of quoted) t.ok(read('deploy/nginx.conf').includes(line), line);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { ClientOptions } from 'ws';
import { connect, type TestClient } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

/** The part of a Set-Cookie header that a browser sends back. */
const cookieOf = ({ setCookie = '' }: TestClient): { cookie: string } => ({
  cookie: setCookie.split(';', 1)[0] ?? '',
});

/** Returns the ID that a client with these headers gets. */
async function idWith(t: Test, url: string, options: ClientOptions): Promise<string> {
  return (await (await connect(t, url, options)).welcome()).id;
}

t.test('the cookie is for the room alone, and scripts cannot read it', async (t) => {
  const { wsUrl, url } = await startServer(t, { trustProxy: true });
  const { setCookie } = await connect(t, wsUrl('/room/blue/ws'), { origin: url });
  t.match(setCookie, /^lectern_client=[\w.-]+; Max-Age=86400; HttpOnly; SameSite=Strict$/);
  const headers = { 'x-forwarded-proto': 'https' };
  const { setCookie: overTls } = await connect(t, wsUrl('/chat/blue/ws'), { headers });
  t.match(overTls, /; SameSite=Strict; Secure$/);
});

t.test('clients that can resume by a ticket get no cookie', async (t) => {
  const { wsUrl } = await startServer(t);
  const cases: [string, { protocols?: string[]; headers?: Record<string, string> }][] = [
    ['/ws', {}],
    ['/room/blue/ws?deltas=1', {}],
    ['/room/blue/ws?login=1', {}],
    ['/room/blue/ws', { protocols: ['lectern'] }],
    ['/room/blue/ws', { headers: { authorization: 'Bearer x' } }],
  ];
  for (const [path, options] of cases) {
    const { setCookie } = await connect(t, wsUrl(path), options);
    t.equal(setCookie, undefined, `${path} ${JSON.stringify(options)}`);
  }
  const closed = await startServer(t, { tokenSecret: 'a secret of at least 32 characters' });
  t.equal((await connect(t, closed.wsUrl('/room/blue/ws'))).setCookie, undefined, 'a login is required');
});

t.test('a page of another site gets no cookie, and its cookie is not read', async (t) => {
  const { wsUrl, url } = await startServer(t, { origins: ['*', 'https://friend.example'] });
  const client = await connect(t, wsUrl('/room/blue/ws'), { origin: url });
  const { id } = await client.welcome();
  client.terminate();
  const headers = cookieOf(client);
  const foreign = await connect(t, wsUrl('/room/blue/ws'), { origin: 'https://evil.example', headers });
  t.not((await foreign.welcome()).id, id);
  t.equal(foreign.setCookie, undefined);
  t.equal(await idWith(t, wsUrl('/room/blue/ws'), { origin: 'https://friend.example', headers }), id);
});

t.test('a forged cookie, and the cookie of another room, are those of a new client', async (t) => {
  const { wsUrl } = await startServer(t);
  const client = await connect(t, wsUrl('/room/blue/ws'));
  const { id } = await client.welcome();
  client.terminate();
  const { cookie } = cookieOf(client);
  const [, payload = ''] = cookie.split('.');
  const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: 'red' };
  const forged = cookie.replace(payload, Buffer.from(JSON.stringify(claims)).toString('base64url'));
  for (const [room, shown] of [
    ['red', cookie],
    ['red', forged],
    ['blue', 'lectern_client=x'],
  ] as const) {
    t.not(await idWith(t, wsUrl(`/room/${room}/ws`), { headers: { cookie: shown } }), id);
  }
  const others = { cookie: `a=b; ${cookie}; c=d` };
  t.equal(await idWith(t, wsUrl('/room/blue/ws'), { headers: others }), id, 'beside other cookies');
});

t.test('a client that logs in resumes by its ticket, and not by its cookie', async (t) => {
  const { wsUrl, url } = await startServer(t);
  const client = await connect(t, wsUrl('/room/blue/ws'), { origin: url });
  const { id } = await client.welcome();
  const { data } = await client.request('login', {});
  t.match(data, { status: 'ok', data: { id } });
  client.terminate();
  const headers = cookieOf(client);
  t.not(await idWith(t, wsUrl('/room/blue/ws'), { origin: url, headers }), id);
  const back = await connect(t, wsUrl('/ws?login=1'));
  const ticket = (data as { data: { reconnectionTicket: string } }).data.reconnectionTicket;
  t.match(await back.request('relogin', ticket), { data: { status: 'ok', id } });
});

t.test('a page keeps its ID, and gets what it missed, over a restart of the server', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'lectern-cookies-'));
  t.teardown(() => rmSync(data, { recursive: true, force: true }));
  const before = await startServer(t, { data });
  const ada = await connect(t, before.wsUrl('/room/blue/ws'), { origin: before.url });
  const { id } = await ada.welcome();
  await before.server.close({ spread: 0 });
  const after = await startServer(t, { data });
  const eve = await connect(t, after.wsUrl('/room/blue/ws'));
  await eve.request('text', { from: 'Eve', time: 1, text: 'hello' }, { receiver: 'room' });
  const back = await connect(t, after.wsUrl('/room/blue/ws'), { origin: after.url, headers: cookieOf(ada) });
  t.equal((await back.welcome()).id, id);
  t.match(await back.next('text'), { data: { text: 'hello' } });
});

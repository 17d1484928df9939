import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import t from 'tap';
import { connect, upgradeStatus } from '../../helpers/client.js';
import { startServer } from '../../helpers/server.js';

t.test('every response carries the security headers', async (t) => {
  const { url } = await startServer(t);
  for (const path of ['/', '/room/blue', '/healthz', '/nothing']) {
    const { headers } = await fetch(url + path);
    const policy = headers.get('content-security-policy') ?? '';
    t.match(policy, /default-src 'self'/, path);
    t.notMatch(policy, /unsafe/);
    t.equal(headers.get('x-content-type-options'), 'nosniff');
    t.match(headers.get('permissions-policy'), /microphone=\(self\)/);
  }
});

/** The sources of one directive of the pages' policy. */
async function sources(url: string, directive: string): Promise<string[]> {
  const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';
  const found = policy.split(';').find((each) => each.startsWith(`${directive} `));
  return found?.split(' ').slice(1) ?? [];
}

t.test("pages are allowed to load YouTube's player and nothing else from YouTube", async (t) => {
  const { url } = await startServer(t);
  t.same(await sources(url, 'script-src'), [
    "'self'",
    'https://www.youtube.com/iframe_api',
    'https://www.youtube.com/s/player/',
  ]);
  t.same(await sources(url, 'frame-src'), ['https://www.youtube-nocookie.com', 'https://www.youtube.com']);
  const { headers } = await fetch(url);
  t.equal(headers.get('referrer-policy'), 'strict-origin-when-cross-origin');
  t.equal(headers.get('cross-origin-embedder-policy'), null);
});

t.test('if YouTube is switched off, pages do not mention it', async (t) => {
  const { url } = await startServer(t, { youtube: false });
  t.same(await sources(url, 'script-src'), ["'self'"]);
  t.same(await sources(url, 'frame-src'), ["'none'"]);
  t.notMatch((await fetch(url)).headers.get('content-security-policy'), /youtube/);
});

const pages = [
  '/',
  '/room/blue',
  '/classes',
  '/classes/2f1c',
  '/classes/2f1c/lectures/1',
  '/programmes',
  '/programmes/sky',
  '/programmes/sky/rooms/1',
];

/** The addresses of the files that a page names, resolved as a browser does. */
function filesIn(html: string, address: string): URL[] {
  const base = new URL(/<base href="([^"]*)"/.exec(html)?.[1] ?? '', address);
  const names = [...html.matchAll(/<(?:link|script)[^>]*\s(?:href|src)="([^"]*)"/g)].map(
    ([, name]) => name ?? '',
  );
  return names.filter((name) => !name.startsWith('data:')).map((name) => new URL(name, base));
}

t.test('every page names files of this server that browsers cache permanently', async (t) => {
  const { url } = await startServer(t);
  for (const path of pages) {
    const page = await fetch(url + path);
    t.equal(page.status, 200, path);
    t.match(page.headers.get('content-type'), /text\/html/);
    const files = filesIn(await page.text(), url + path);
    t.ok(files.length >= 4, `${path} names its files`);
    for (const file of files) {
      t.equal(file.origin, url);
      const answer = await fetch(file);
      t.equal(answer.status, 200, file.pathname);
      if (!file.pathname.startsWith('/assets/')) continue;
      t.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable', file.pathname);
    }
  }
});

t.test('pages and their files are compressed, and pages are revalidated by their ETag', async (t) => {
  const { url } = await startServer(t);
  const [script] = filesIn(await (await fetch(url)).text(), url).filter(({ pathname }) =>
    pathname.endsWith('.js'),
  );
  for (const address of [url, script?.href ?? '']) {
    for (const [accepted, encoding] of Object.entries({ 'gzip, br': 'br', gzip: 'gzip', identity: null })) {
      const { headers } = await fetch(address, { headers: { 'accept-encoding': accepted } });
      t.equal(headers.get('content-encoding'), encoding, `${address} for ${accepted}`);
      t.match(headers.get('vary'), /accept-encoding/i);
    }
  }
  const page = await fetch(url, { headers: { 'accept-encoding': 'br' } });
  t.equal(page.headers.get('cache-control'), 'no-cache');
  const tag = page.headers.get('etag') ?? '';
  t.ok(tag);
  // fetch() adds `cache-control: no-cache` to a conditional request, which asks for the whole page.
  const again = get(url, { headers: { 'if-none-match': tag, 'accept-encoding': 'br' } });
  const [answer] = (await once(again, 'response')) as [IncomingMessage];
  answer.resume();
  t.equal(answer.statusCode, 304);
});

t.test('a missing page is answered with 404', async (t) => {
  const { url } = await startServer(t);
  for (const path of ['/nothing', '/..%2fpackage.json', '/assets/none.js']) {
    const answer = await fetch(url + path);
    t.equal(answer.status, 404, path);
    t.match(await answer.json(), { message: /nothing at/ });
  }
});

t.test('an endpoint that is requested as a page names its protocol', async (t) => {
  const { url } = await startServer(t);
  t.equal((await fetch(`${url}/ws`)).status, 426);
  t.equal((await fetch(`${url}/room/blue/ws`)).status, 426);
});

t.test('an endpoint says why it refuses WebSockets, also to pages of other origins', async (t) => {
  const { url } = await startServer(t);
  const ask = async (path: string, origin = url) => {
    const answer = await fetch(url + path, { method: 'POST', headers: { origin } });
    return [answer.status, answer.headers.get('access-control-allow-origin'), await answer.json()];
  };
  t.match(await ask('/room/blue/ws'), [426, '*', { message: /requires a WebSocket/ }]);
  t.match(await ask('/room/a%2Fb/ws'), [400, '*', { code: 'bad-data', message: /invalid room id/ }]);
  t.match(await ask('/room/class_1/ws'), [400, '*', { code: 'bad-data', message: /JoinClass/ }]);
  const foreign = await ask('/ws', 'https://evil.example');
  t.match(foreign, [403, '*', { code: 'forbidden', message: /https:\/\/evil.example .*--origins/ }]);
});

t.test('health and readiness', async (t) => {
  const { url } = await startServer(t);
  t.same(await (await fetch(`${url}/healthz`)).json(), { status: 'ok' });
  t.same(await (await fetch(`${url}/readyz`)).json(), { status: 'ready' });
  t.equal(await (await fetch(`${url}/healthcheck`)).text(), 'OK', 'in the format of the older systems');
});

t.test('API requests are limited per address, health checks are not', async (t) => {
  const { url } = await startServer(t, { httpRate: 3 });
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) statuses.push((await fetch(`${url}/api/rooms`)).status);
  t.same(statuses, [200, 200, 200, 429, 429]);
  t.equal((await fetch(`${url}/healthz`)).status, 200);
});

t.test('a class of sixty behind one address can open the page', async (t) => {
  const { url } = await startServer(t, { httpRate: 3 });
  for (let student = 0; student < 60; student++) {
    const page = await fetch(url);
    const files = await Promise.all(filesIn(await page.text(), url).map((file) => fetch(file)));
    const refused = [page, ...files].filter(({ ok }) => !ok);
    if (refused.length > 0)
      t.fail(`student ${student} got ${refused.map(({ status, url }) => `${status} for ${url}`)}`);
    await Promise.all(files.map((file) => file.arrayBuffer()));
  }
});

t.test('/metrics counts connections, rooms, messages and bytes', async (t) => {
  const { url, wsUrl } = await startServer(t);
  const client = await connect(t, wsUrl('/room/blue/ws'));
  await client.request('profile', { username: 'Ada' });
  await client.request('text', { from: 'Ada', time: 1, text: 'hello' }, { receiver: 'room/red' });
  client.raw('not json');
  await client.next('error');
  await client.request('text', { from: 'Ada', time: 1, text: '' }, { receiver: 'room' });
  client.raw('{"type":"NOTIFY","receiver":"/bus","data":{"room":7}}');
  await client.next('error');
  client.raw('{"type":"offer","receiver":7}');
  await client.next('error');
  client.raw('{"type":"made up by a client"}');
  await client.next('error');
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length),
    );
  t.equal(value('lectern_connections'), 1);
  t.equal(value('lectern_rooms'), 1);
  t.equal(value('lectern_messages_total{type="profile",result="ok"}'), 1);
  t.equal(value('lectern_messages_total{type="text",result="not-in-room"}'), 1);
  t.equal(value('lectern_messages_total{type="unknown",result="bad-json"}'), 1);
  t.equal(value('lectern_messages_total{type="text",result="bad-data"}'), 1);
  t.equal(value('lectern_messages_total{type="/bus NOTIFY",result="bad-data"}'), 1);
  t.equal(value('lectern_messages_total{type="offer",result="bad-envelope"}'), 1);
  t.equal(value('lectern_messages_total{type="unknown",result="unknown-type"}'), 1);
  t.notMatch(text, /made up/);
  t.ok(value('lectern_received_bytes_total') > 100);
  t.ok(value('lectern_sent_bytes_total') > 500);
  t.ok(value('lectern_sent_messages_total') >= 3);
  t.match(text, /lectern_event_loop_delay_seconds_bucket\{le="0.1"\} \d+/);
  t.equal(value('lectern_send_queue_bytes'), 0);
  t.match(text, /lectern_build_info\{version="\d+\.\d+\.\d+"\} 1/);
});

t.test('a page of another host is not allowed to connect unless it is listed', async (t) => {
  const { url, wsUrl } = await startServer(t, { origins: ['https://school.example'] });
  const from = (origin: string) => upgradeStatus(t, wsUrl('/ws'), { headers: { origin } });
  t.equal(await from('https://evil.example'), 403);
  t.equal(await from('null'), 403);
  t.equal(await from('https://school.example.evil.example'), 403);
  t.equal(await from('https://school.example'), 101);
  t.equal(await from(url), 101);
});

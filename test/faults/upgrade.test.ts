import t from 'tap';
import { upgradeStatus } from '../helpers/client.js';
import { rawConnect, upgradeRequest } from '../helpers/raw-socket.js';
import { scene } from '../helpers/scene.js';
import { startServer } from '../helpers/server.js';

t.test('pages of other origins are refused before the upgrade', async (t) => {
  const { url, wsUrl } = await startServer(t, {
    origins: ['https://school.example', 'http://lab.example:8080'],
  });
  const { host, port } = new URL(url);
  const statuses: [string | undefined, number][] = [
    [undefined, 101],
    [`http://${host}`, 101],
    [`https://${host}`, 403],
    ['https://school.example', 101],
    ['http://lab.example:8080', 101],
    ['http://school.example', 403],
    ['https://school.example:8443', 403],
    ['https://school.example.evil.example', 403],
    ['https://evil.example/https://school.example', 403],
    ['http://lab.example', 403],
    ['https://evil.example', 403],
    [`http://${host}.evil.example`, 403],
    [`http://evil.example:${port}`, 403],
    [`http://127.0.0.1:${Number(port) + 1}`, 403],
    ['null', 403],
    ['', 403],
    ['*', 403],
    ['file://', 403],
  ];
  for (const [origin, status] of statuses) {
    const headers: Record<string, string> = origin === undefined ? {} : { Origin: origin };
    for (const path of ['/room/blue/ws', '/ws']) {
      t.equal(
        await upgradeStatus(t, wsUrl(path), { headers }),
        status,
        `${path} from ${origin ?? 'no page'}`,
      );
    }
  }
});

t.test('`*` allows every page to connect', async (t) => {
  const { wsUrl } = await startServer(t, { origins: ['*'] });
  for (const origin of ['https://evil.example', 'null']) {
    t.equal(await upgradeStatus(t, wsUrl('/ws'), { headers: { Origin: origin } }), 101, origin);
  }
});

t.test('requests without a valid upgrade are refused over HTTP', async (t) => {
  const { server, unharmed } = await scene(t);
  const bad: [string, string, Record<string, string | undefined>, RegExp][] = [
    ['no key', '/ws', { 'Sec-WebSocket-Key': undefined }, /^400/],
    ['a key of another length', '/ws', { 'Sec-WebSocket-Key': 'c2hvcnQ=' }, /^400/],
    ['another version', '/ws', { 'Sec-WebSocket-Version': '12' }, /^4(00|26)/],
    ['another protocol to upgrade to', '/ws', { Upgrade: 'h2c' }, /^4\d\d/],
    ['a path that climbs', '/room/../ws', {}, /^40[04]/],
    ['a path that climbs in escapes', '/room/%2e%2e/ws', {}, /^40[04]/],
    ['a broken escape', '/room/%zz/ws', {}, /^40[04]/],
    ['no path of its own', '*', {}, /^40[04]/],
    ['a whole address in place of the path', 'http://example.org/ws', {}, /^40[04]/],
    ['16 KiB of path', `/room/${'x'.repeat(16384)}/ws`, {}, /^4\d\d/],
  ];
  for (const [what, path, headers, status] of bad) {
    const socket = await rawConnect(t, server.url);
    socket.write(upgradeRequest(server.url, path, headers));
    t.match((await socket.head()).replace('HTTP/1.1 ', ''), status, what);
    await socket.ended;
  }
  await unharmed();
});

t.test('a refused connection is closed, even if the client keeps it open', async (t) => {
  const { url } = await startServer(t);
  const socket = await rawConnect(t, url, { allowHalfOpen: true });
  socket.write(upgradeRequest(url, '/ws', { Origin: 'https://evil.example' }));
  t.match(await socket.head(), /^HTTP\/1\.1 403 /);
  await socket.cut();
  t.pass('the server does not wait for the client');
});

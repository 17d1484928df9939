import t from 'tap';
import { hostAndPort, hostOf, parseServerUrl, serverUrl, socketUrl } from '../../cli/url.js';

t.test('addresses in the usual notations', async (t) => {
  const cases: [written: string, socket: string, server: string][] = [
    ['localhost:8080', 'ws://localhost:8080/ws', 'http://localhost:8080/'],
    ['example.org', 'ws://example.org/ws', 'http://example.org/'],
    ['https://example.org', 'wss://example.org/ws', 'https://example.org/'],
    ['wss://example.org/ws', 'wss://example.org/ws', 'https://example.org/'],
    ['http://example.org/room/blue', 'ws://example.org/room/blue/ws', 'http://example.org/'],
    ['http://example.org/room/blue/#top', 'ws://example.org/room/blue/ws', 'http://example.org/'],
    [
      'ws://example.org/room/blue/ws?deltas=1',
      'ws://example.org/room/blue/ws?deltas=1',
      'http://example.org/',
    ],
    ['http://example.org/class/', 'ws://example.org/class/', 'http://example.org/class/'],
    [
      'http://example.org/class/room/blue',
      'ws://example.org/class/room/blue/ws',
      'http://example.org/class/',
    ],
    ['http://[::1]:8080', 'ws://[::1]:8080/ws', 'http://[::1]:8080/'],
  ];
  for (const [written, socket, server] of cases) {
    const url = parseServerUrl(written);
    t.equal(socketUrl(url).href, socket, written);
    t.equal(serverUrl(url).href, server, written);
  }
});

t.test('an invalid address is reported', async (t) => {
  t.throws(() => parseServerUrl('ftp://example.org'), { message: '"ftp://example.org" starts with ftp://' });
  t.throws(() => parseServerUrl('http://'), { message: '"http://" is not a server address' });
  t.throws(() => parseServerUrl('a b'), { message: '"a b" is not a server address' });
});

t.test('host and port', async (t) => {
  t.equal(hostAndPort(new URL('wss://example.org')), 'example.org:443');
  t.equal(hostAndPort(new URL('http://[::1]')), '[::1]:80');
  t.equal(hostOf(new URL('http://[::1]')), '::1');
});

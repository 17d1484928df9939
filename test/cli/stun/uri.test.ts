import t from 'tap';
import { parseStunUri } from '../../../cli/stun/uri.js';

t.test('the forms of RFC 7064 and RFC 7065', async (t) => {
  const cases: [string, string, number, string, boolean][] = [
    ['stun:example.org', 'example.org', 3478, 'udp', false],
    ['stun:192.0.2.1:8000', '192.0.2.1', 8000, 'udp', false],
    ['stuns:example.org', 'example.org', 5349, 'tcp', true],
    ['turn:example.org', 'example.org', 3478, 'udp', false],
    ['turn:example.org?transport=tcp', 'example.org', 3478, 'tcp', false],
    ['TURN:example.org:8000?transport=UDP', 'example.org', 8000, 'udp', false],
    ['turns:example.org:443', 'example.org', 443, 'tcp', true],
    ['turns:example.org?transport=udp', 'example.org', 5349, 'udp', true],
    ['turn:[2001:db8::1]:3478', '2001:db8::1', 3478, 'udp', false],
  ];
  for (const [uri, host, port, transport, secure] of cases) {
    t.match(parseStunUri(uri), { uri, host, port, transport, secure }, uri);
  }
});

t.test('faults are reported', async (t) => {
  const cases: [string, RegExp][] = [
    ['https://example.org', /is not of the form/],
    ['turn://example.org', /is not of the form/],
    ['turn:user@example.org', /is not of the form/],
    ['turn:example.org:port', /is not of the form/],
    ['turn:', /has no host/],
    ['turn:[example.org]', /has no host/],
    ['turn:example.org:70000', /invalid port, 70000: expected 1 to 65535/],
    ['turn:example.org?transport=tls', /invalid transport, tls/],
    ['stun:example.org?transport=udp', /has a transport, which only turn/],
  ];
  for (const [uri, expected] of cases) t.throws(() => parseStunUri(uri), { message: expected }, uri);
});

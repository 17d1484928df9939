import type { IncomingMessage } from 'node:http';
import t from 'tap';
import { addressOf } from '../../../server/http/client-address.js';

/** Returns the address of a request from 192.0.2.9 with these X-Forwarded-For headers. */
const from = (forwarded: string | undefined, trustProxy = true, remoteAddress = '192.0.2.9') =>
  addressOf(
    { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } } as unknown as IncomingMessage,
    trustProxy,
  );

t.test('the last entry of X-Forwarded-For is the client, without its port', async (t) => {
  for (const [header, address] of [
    ['198.51.100.7', '198.51.100.7'],
    ['198.51.100.7:50123', '198.51.100.7'],
    ['203.0.113.1, 198.51.100.7:50123', '198.51.100.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:DB8:0:0::7]:50123', '2001:db8::7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['[::ffff:198.51.100.7]:50123', '198.51.100.7'],
    ['fe80::7%eth0', 'fe80::7'],
  ] as const) {
    t.equal(from(header), address, header);
  }
});

t.test('without a valid entry, the proxy itself counts', async (t) => {
  for (const header of [undefined, '', 'unknown', '198.51.100.7,', '198.51.100.700', '_hidden:80']) {
    t.equal(from(header), '192.0.2.9', `header: ${header}`);
  }
  t.equal(from('198.51.100.7', false), '192.0.2.9', 'a proxy that is not trusted');
  t.equal(from(undefined, false, '::ffff:192.0.2.9'), '192.0.2.9');
});

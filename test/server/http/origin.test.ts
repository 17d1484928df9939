import type { IncomingMessage } from 'node:http';
import t from 'tap';
import { originAllowed } from '../../../server/http/origin.js';

interface Options {
  origins?: string[];
  trustProxy?: boolean;
  encrypted?: boolean;
}

const allowed = (
  headers: Record<string, string>,
  { origins = [], trustProxy = false, encrypted = false }: Options = {},
) => originAllowed({ headers, socket: { encrypted } } as unknown as IncomingMessage, { origins, trustProxy });

t.test('the origin is compared with its scheme, and with the default port', async (t) => {
  for (const [origin, host, encrypted, expected] of [
    ['http://a.example', 'a.example', false, true],
    ['http://a.example', 'a.example:80', false, true],
    ['https://a.example', 'a.example', false, false],
    ['https://a.example', 'a.example:443', true, true],
    ['https://a.example:8443', 'a.example:8443', true, true],
    ['https://a.example', 'a.example:80', true, false],
    ['http://a.example', 'a.example', true, false],
    ['http://a.example', 'A.EXAMPLE', false, true],
    ['http://[2001:db8::1]:8080', '[2001:db8::1]:8080', false, true],
    ['http://b.example', 'a.example', false, false],
    ['http://a.example/path', 'a.example', false, false],
    ['http://user@a.example', 'a.example', false, false],
    ['http://a.example', 'evil.example/@a.example', false, false],
  ] as const) {
    t.equal(allowed({ origin, host }, { encrypted }), expected, `${origin} at ${host}`);
  }
  t.equal(allowed({ origin: 'http://a.example' }), false, 'without a host');
});

t.test('origins of the options are compared in the same way', async (t) => {
  const options = { origins: ['https://School.example:443', 'http://lab.example:8080'] };
  const from = (origin: string) => allowed({ origin, host: 'a.example' }, options);
  t.equal(from('https://school.example'), true);
  t.equal(from('http://school.example'), false);
  t.equal(from('http://lab.example:8080'), true);
  t.equal(from('http://lab.example'), false);
});

t.test('a trusted proxy says what the browser requested', async (t) => {
  const at = (headers: Record<string, string>, trustProxy = true) =>
    allowed({ origin: 'https://a.example', host: '10.0.0.5:8080', ...headers }, { trustProxy });
  const forwarded = { 'x-forwarded-host': 'a.example', 'x-forwarded-proto': 'https' };
  t.equal(at(forwarded), true);
  t.equal(at(forwarded, false), false, 'a proxy that is not trusted');
  t.equal(at({ ...forwarded, 'x-forwarded-proto': 'wss' }), true);
  t.equal(at({ ...forwarded, 'x-forwarded-proto': 'http' }), false);
  t.equal(
    at({ ...forwarded, 'x-forwarded-host': 'evil.example, a.example' }),
    true,
    'the nearest proxy counts',
  );
  t.equal(at({ ...forwarded, 'x-forwarded-host': 'a.example, b.example' }), false);
  t.equal(at({ 'x-forwarded-proto': 'https', host: 'a.example' }), true, 'the proxy passes on the host');
  t.equal(at({ 'x-forwarded-host': 'a.example' }), true, 'the proxy does not say the scheme');
  t.equal(at({ 'x-forwarded-host': 'a.example:8443' }), false);
});

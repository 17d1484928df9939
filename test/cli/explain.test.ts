import t from 'tap';
import { explainListenError, explainNetworkError, explainStatus } from '../../cli/explain.js';
import { ExplainedError } from '../../cli/explained-error.js';

const failure = (code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`made up: ${code}`), { code });

t.test('every known reason has a text of its own', async (t) => {
  const url = new URL('wss://example.org/ws');
  const codes =
    'ENOTFOUND ECONNREFUSED ECONNRESET EHOSTUNREACH ETIMEDOUT CERT_HAS_EXPIRED ERR_TLS_CERT_ALTNAME_INVALID ' +
    'DEPTH_ZERO_SELF_SIGNED_CERT UNABLE_TO_VERIFY_LEAF_SIGNATURE EPROTO HPE_INVALID_CONSTANT';
  const said = codes.split(' ').map((code) => explainNetworkError(failure(code), url));
  t.equal(new Set(said.map(({ why }) => why)).size, said.length);
  for (const { why, advice } of said) {
    t.notMatch(why, /made up/);
    t.match(advice, /^[a-z].*[^.]$/);
  }
  t.match(explainNetworkError(failure('EWHATEVER'), url), { why: 'made up: EWHATEVER' });
  const known = new ExplainedError('this', 'that');
  t.equal(explainNetworkError(known, url), known);
});

t.test('statuses of an upgrade', async (t) => {
  const url = new URL('ws://example.org/ws');
  t.match(explainStatus(301, url, 'https://example.org/ws'), {
    why: 'example.org:80 answered 301 to the upgrade at /ws',
    advice: 'use the address that it redirects to: https://example.org/ws',
  });
  const advice = [400, 403, 404, 429, 502].map((status) => explainStatus(status, url).advice);
  t.equal(new Set(advice).size, advice.length);
});

t.test('reasons why a server cannot listen', async (t) => {
  const at = { host: '127.0.0.1', port: 80 };
  t.equal(
    explainListenError(failure('EACCES'), at),
    'this user is not allowed to listen on port 80; choose a port above 1023 with --port',
  );
  t.equal(
    explainListenError(failure('EWHATEVER'), at),
    'could not listen on port 80 of 127.0.0.1: made up: EWHATEVER',
  );
});

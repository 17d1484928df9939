import { join } from 'node:path';
import t, { type Test } from 'tap';
import { signToken } from '../../server/identity/tokens.js';
import { startCoturn } from '../helpers/coturn.js';
import { startServer } from '../helpers/server.js';
import { lectern } from './command.js';

const secret = 'the shared secret';
const tokenSecret = 'a secret of the tests that is long enough';
const signing = { tokenSecret, tokenAudience: 'lectern', tokenIssuer: '' };

interface Report {
  code: number | null;
  checks: { name: string; status: string; detail: string; advice?: string }[];
}

async function probeJson(t: Test, args: string[], env?: Record<string, string>): Promise<Report> {
  // Only missing answers exceed this timeout, however busy the machine.
  const { code, stdout } = await lectern(t, ['probe', '--json', '--timeout', '60', ...args], env).outcome;
  return { code, checks: (JSON.parse(stdout) as Report).checks };
}

t.test('a server that requires tokens', async (t) => {
  const coturn = await startCoturn(t, { secret });
  const { url } = await startServer(t, { turnUrls: [coturn.turnUrl], turnSecret: secret, tokenSecret });
  const tokenOf = async (rooms: string, once = false): Promise<string> => {
    return (await signToken(signing, { sub: 'ann', grants: { rooms: [rooms] }, once })).token;
  };

  t.test('is checked with a given token, or with signed ones', async (t) => {
    const files = t.testdir({ token: `${await tokenOf('*')}\n`, secret: tokenSecret });
    const environments: Record<string, string>[] = [
      { LECTERN_TOKEN_FILE: join(files, 'token') },
      { LECTERN_TOKEN_SECRET_FILE: join(files, 'secret') },
    ];
    for (const env of environments) {
      const { code, checks } = await probeJson(t, [url], env);
      t.equal(code, 0, JSON.stringify(checks));
      t.match(
        checks.find(({ name }) => name === 'login'),
        { status: 'ok', detail: 'the token is accepted' },
      );
      t.match(checks.at(-1), { name: 'turn', status: 'ok', detail: /^relays from / });
    }
  });

  t.test('refuses other tokens, and the report says what to do', async (t) => {
    const none = await probeJson(t, [url]);
    t.equal(none.code, 1);
    t.match(none.checks.at(-1), {
      name: 'login',
      status: 'failed',
      detail: 'the server requires users to log in',
      advice: /^set LECTERN_TOKEN_SECRET .*, or pass a token by LECTERN_TOKEN, /,
    });
    const elsewhere = await probeJson(t, [url, '--token', await tokenOf('blue')]);
    t.match(elsewhere.checks.at(-1), {
      name: 'login',
      detail: /^the login was refused: forbidden, /,
      advice: /^use a token for all rooms/,
    });
    const once = await probeJson(t, [url], { LECTERN_TOKEN: await tokenOf('*', true) });
    t.match(
      once.checks.find(({ name }) => name === 'join'),
      { status: 'failed', advice: /^use a token for more than one login/ },
    );
    const missing = await lectern(t, ['probe', url], { LECTERN_TOKEN_FILE: '/nowhere/token' }).outcome;
    t.match(missing, { code: 2, stderr: /^lectern: LECTERN_TOKEN_FILE: could not read the file/ });
  });
});

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { load, root } from '../schemas/generators/load.js';
import { connect } from './helpers/client.js';
import { startServer } from './helpers/server.js';

const page = readFileSync(new URL('docs/sessions.md', root), 'utf8');

/** The first column of the table with that heading. */
function firstColumn(heading: string): string[] {
  const table = page.split(`\n| ${heading} |`)[1]?.split('\n\n')[0] ?? '';
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, cell]) => cell as string);
}

t.test('the tables contain exactly the names in the schemas', async (t) => {
  const { tokens, http } = await load();
  // The claims of every token, which are checked before the schema.
  const registered = ['exp', 'aud', 'iss', 'nbf'];
  t.same(
    firstColumn('claim').sort(),
    [...Object.keys(tokens.claims?.properties ?? {}), ...registered].sort(),
  );
  const { owner, ...settings } = http.createRoom?.properties ?? {};
  t.ok(owner);
  t.same(firstColumn('setting').sort(), Object.keys(settings).sort());
});

t.test('the example program that signs a token creates one that lets its user in', async (t) => {
  const tokenSecret = 'a secret of the tests that is long enough';
  const program = page.split('```js sign.mjs\n')[1]?.split('\n```')[0] ?? '';
  const file = join(t.testdir({ 'sign.mjs': program }), 'sign.mjs');
  const env = { ...process.env, LECTERN_TOKEN_SECRET: tokenSecret };
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
  const { wsUrl } = await startServer(t, { tokenSecret });
  const client = await connect(t, wsUrl('/room/blue/ws?login=1'));
  t.match(await client.request('login', { token: stdout.trim() }), {
    data: { status: 'ok', data: { user: 'ann', name: 'Ann', room: { id: 'blue' } } },
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { optionTable } from 'lectern-protocol/options';
import t from 'tap';
import { OptionsError, resolveOptions } from '../../server/options.js';
import { lectern } from '../cli/command.js';
import { startServer } from '../helpers/server.js';

const secret = 'a-secret-of-32-characters-or-more';
const webhook = `whsec_${'A'.repeat(32)}`;
const secretRows = optionTable.filter((row) => row.secret);

t.test('every secret can be in a file, whose white space at both ends is removed', async (t) => {
  const dir = t.testdir({
    key: `\n${secret} \r\n`,
    list: 'redis://a:6379, redis://b:6379\n',
    url: 'postgres://a/b',
    keys: `a=audit=${secret}\nb=*=${secret}\n`,
    webhook: `${webhook}\n`,
  });
  for (const { name, env, kind } of secretRows) {
    const database = name === 'redis' ? { LECTERN_DATABASE: 'postgres://a/b' } : {};
    const files: Record<string, string> = { webhookSecret: 'webhook', apiKeys: 'keys', database: 'url' };
    const file = files[name] ?? (kind === 'list' ? 'list' : 'key');
    const options = resolveOptions({ env: { [`${env}_FILE`]: join(dir, file), ...database } });
    const expected: Record<string, unknown> = {
      list: ['redis://a:6379', 'redis://b:6379'],
      url: 'postgres://a/b',
      key: secret,
      keys: [`a=audit=${secret}`, `b=*=${secret}`],
      webhook: [webhook],
    };
    t.same(options[name], expected[file], env);
  }
  const env = { LECTERN_API_KEY_FILE: join(dir, 'key') };
  t.equal(
    resolveOptions({ flags: { apiKey: `${secret}!` }, env }).apiKey,
    `${secret}!`,
    'a flag takes precedence',
  );
});

t.test('a file that cannot be used is a clear error, which does not contain the secret', async (t) => {
  const dir = t.testdir({ key: secret, empty: ' \n', short: 'hunter2' });
  const cases: [env: Record<string, string>, expected: string | RegExp][] = [
    [
      { LECTERN_SECRET: secret, LECTERN_SECRET_FILE: join(dir, 'key') },
      'LECTERN_SECRET and LECTERN_SECRET_FILE are both set: remove one of them',
    ],
    [
      { LECTERN_SECRET_FILE: join(dir, 'missing') },
      `LECTERN_SECRET_FILE: could not read the file '${join(dir, 'missing')}': file not found`,
    ],
    [{ LECTERN_SECRET_FILE: dir }, `LECTERN_SECRET_FILE: could not read the file '${dir}': it is a folder`],
    [
      { LECTERN_SECRET_FILE: join(dir, 'empty') },
      `LECTERN_SECRET_FILE: the file ${join(dir, 'empty')} is empty`,
    ],
    [
      { LECTERN_SECRET_FILE: join(dir, 'short') },
      /^LECTERN_SECRET_FILE: expected at least 32 characters .*\(not shown: it is secret\)$/,
    ],
    [{ LECTERN_HOST_FILE: join(dir, 'key') }, /^LECTERN_HOST_FILE: unknown option/],
    [
      { LECTERN_SECRETS_FILE: 'x' },
      /^LECTERN_SECRETS_FILE: unknown option; did you mean LECTERN_SECRET_FILE\?$/,
    ],
  ];
  for (const [env, message] of cases) {
    try {
      resolveOptions({ env });
      t.fail(`no error for ${Object.keys(env)}`);
    } catch (error) {
      if (!(error instanceof OptionsError)) throw error;
      t.match(error.message, message);
      t.notMatch(error.message, /hunter2|characters-or-more/);
    }
  }
});

t.test('commands that call the API read the key from a file', async (t) => {
  const { url } = await startServer(t, { apiKey: secret });
  const dir = t.testdir({ key: `${secret}\n` });
  const list = (env: Record<string, string>) =>
    lectern(t, ['class', 'list', '--user', 'ann', '--url', url, '--json'], env).outcome;
  const [good, missing, both] = await Promise.all([
    list({ LECTERN_API_KEY_FILE: join(dir, 'key') }),
    list({ LECTERN_API_KEY_FILE: join(dir, 'none') }),
    list({ LECTERN_API_KEY_FILE: join(dir, 'key'), LECTERN_API_KEY: secret }),
  ]);
  t.match(good, { code: 0, stderr: '' });
  t.match(missing, {
    code: 2,
    stderr: /^lectern: LECTERN_API_KEY_FILE: .*file not found\n {2}try: correct the variable/,
  });
  t.match(both, { code: 2, stderr: /are both set/ });
});

t.test('a server starts with its secrets in files, and does not start without them', async (t) => {
  const dir = t.testdir({ key: secret });
  const serve = ['serve', '--port', '0'];
  const running = lectern(t, serve, { LECTERN_TOKEN_SECRET_FILE: join(dir, 'key') });
  await running.shows(/is listening/);
  running.signal('SIGTERM');
  const failed = await lectern(t, serve, { LECTERN_TOKEN_SECRET_FILE: join(dir, 'none') }).outcome;
  t.match(failed, { code: 2, stderr: /^lectern: LECTERN_TOKEN_SECRET_FILE: could not read .*\n$/ });
});

t.test('the documentation names every secret', async (t) => {
  const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const [, section = ''] = /\n## Secrets\n(.*?)\n## /s.exec(read('docs/operations.md')) ?? [];
  const [, list = ''] = /This is possible for (.*?)\. The commands/.exec(section) ?? [];
  t.same(
    [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    secretRows.map(({ name }) => name).sort(),
  );
  for (const { env } of secretRows) t.match(read('README.md'), `\`${env}_FILE\` can name a file`);
});

import t from 'tap';
import { apiKey } from '../helpers/api.js';
import { startServer } from '../helpers/server.js';
import { lectern } from './command.js';

t.test('a user is revoked, listed and lifted', async (t) => {
  const { url } = await startServer(t, { apiKey });
  const run = (...args: string[]) =>
    lectern(t, ['revocation', ...args, '--url', url], { LECTERN_API_KEY: apiKey }).outcome;
  const made = await run('add', '--user', 'mallory', '--reason', 'spam', '--ttl', '1h');
  t.match(made, { code: 0, stderr: '' });
  const [, id = ''] = /lectern revocation lift (\d+)/.exec(made.stdout) ?? [];
  const { stdout: table } = await run('list');
  t.match(table, /^ID +KIND +SUBJECT +SINCE +UNTIL +REASON\n/);
  t.match(table, new RegExp(`^${id} +user +mallory +\\S+Z +\\S+Z +spam$`, 'm'));
  await run('add', '--token', 'the-id');
  const { stdout: lines } = await run('list', '--json');
  t.match(
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    [{ user: 'mallory' }, { token: 'the-id' }],
  );
  t.match(await run('lift', id), { code: 0, stdout: `Lifted revocation ${id}.\n` });
  t.match(await run('lift', id), {
    code: 1,
    stderr: /there is no revocation .*\n {2}try: `lectern revocation list`/,
  });
  t.match(await run('add'), { code: 1, stderr: /either `user` or `token`/ });
});

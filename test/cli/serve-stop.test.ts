import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { startShared } from '../helpers/nodes.js';
import { lectern } from './command.js';

t.test('SIGTERM during the start ends the process', async (t) => {
  // A database that accepts connections and never answers.
  const silent = createServer().listen(0, '127.0.0.1');
  t.teardown(() => void silent.close());
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const command = lectern(t, [
    'serve',
    '--port',
    '0',
    '--database',
    `postgres://lectern@127.0.0.1:${port}/lectern`,
  ]);
  const [socket] = await once(silent, 'connection');
  t.teardown(() => socket.destroy());
  command.signal('SIGTERM');
  t.equal((await command.outcome).code, 0);
});

t.test('a blocked thread does not keep the process from ending', async (t) => {
  const pipe = join(t.testdir({}), 'pipe');
  execFileSync('mkfifo', [pipe]);
  // Opening the pipe blocks until somebody writes to it, as an operation on a dead network drive does.
  const code = `import { open } from 'node:fs'; open('${pipe}', () => {});`;
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` };
  const command = lectern(t, ['serve', '--port', '0'], env);
  await command.shows(/is listening/);
  command.signal('SIGTERM');
  t.equal((await command.outcome).code, null, 'it was killed');
});

t.test('if Redis does not answer, SIGTERM ends the process within the shutdown timeout', async (t) => {
  const { redis, database } = await startShared(t);
  const options = ['--port', '0', '--redis', redis.url, '--database', database, '--shutdown-timeout', '1'];
  const command = lectern(t, ['serve', ...options]);
  await command.shows(/http:\/\/127\.0\.0\.1:\d+\n/);
  process.kill(redis.pid, 'SIGSTOP');
  command.signal('SIGTERM');
  const { code, stderr } = await command.outcome;
  process.kill(redis.pid, 'SIGCONT');
  t.equal(code, 1);
  t.match(stderr, /could not shut down cleanly: the shutdown took longer than 1 s\n$/);
});

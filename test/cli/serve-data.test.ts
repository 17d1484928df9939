import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { lectern } from './command.js';

t.test('if the data folder cannot be created, the start fails with one line', async (t) => {
  const folder = t.testdir({ file: 'not a folder' });
  const { code, stderr } = await lectern(t, ['serve', '--port', '0', '--data', join(folder, 'file', 'data')])
    .outcome;
  t.equal(code, 2);
  t.match(stderr, /^lectern: .*data.*\n$/);
});

t.test('if the file is not a database, the start fails with one line', async (t) => {
  const data = join(t.testdir({}), 'data');
  mkdirSync(data);
  writeFileSync(
    join(data, 'lectern.db'),
    'not a database, but a longer text than its header would be'.repeat(20),
  );
  const { code, stderr } = await lectern(t, ['serve', '--port', '0', '--data', data]).outcome;
  t.equal(code, 2);
  t.match(stderr, /^lectern: .*lectern\.db.*\n$/);
});

t.test('if the database module has no binary for the platform, the start fails with one line', async (t) => {
  const data = join(t.testdir({}), 'data');
  // The module's loader considers this the machine's architecture.
  const env = { npm_config_arch: 'pdp11' };
  const { code, stderr } = await lectern(t, ['serve', '--port', '0', '--data', data], env).outcome;
  t.equal(code, 2);
  t.match(stderr, /^lectern: .*@photostructure\/sqlite .* Node v\d+.*npm ci.*--database.*\n$/);
});

t.test('if PostgreSQL cannot be reached, the start fails with one line, without the password', async (t) => {
  const args = [
    'serve',
    '--port',
    '0',
    '--secret',
    'a secret of 32 characters or more',
    '--database',
    'postgres://ada:sesame@127.0.0.1:1/lectern',
  ];
  const { code, stderr } = await lectern(t, args).outcome;
  t.equal(code, 2);
  t.match(stderr, /^lectern: .*127\.0\.0\.1.*\n$/);
  t.notMatch(stderr, /sesame/);
});

t.test('Redis requires a shared database', async (t) => {
  const { code, stderr } = await lectern(t, ['serve', '--redis', 'redis://127.0.0.1:1']).outcome;
  t.equal(code, 2);
  t.match(stderr, /^lectern: --redis: also needs database .*postgres:.*\n$/);
});

t.test('if the database module was built for another Node, the start fails with one line', async (t) => {
  // As Node's loader of native modules fails then.
  const code = `process.dlopen = () => { throw Object.assign(new Error("The module '/x.node'\\nwas compiled against a " +
    'different Node.js version using\\nNODE_MODULE_VERSION 93. This version of Node.js requires\\nNODE_MODULE_VERSION ' +
    '115. Please try re-compiling or re-installing\\nthe module'), { code: 'ERR_DLOPEN_FAILED' }); };`;
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` };
  const outcome = await lectern(t, ['serve', '--port', '0'], env).outcome;
  t.equal(outcome.code, 2);
  t.match(
    outcome.stderr,
    /^lectern: .*built for another version of Node \(NODE_MODULE_VERSION 93; .*npm ci.*\n$/,
  );
});

t.test('a second server with the same data folder does not start, and names the first one', async (t) => {
  const data = join(t.testdir({}), 'data');
  const first = lectern(t, ['serve', '--port', '0', '--data', data]);
  const [url] = await first.shows(/http:\/\/127\.0\.0\.1:\d+/);
  const { pid } = JSON.parse(readFileSync(join(data, 'server.json'), 'utf8')) as { pid: number };
  const second = await lectern(t, ['serve', '--port', '0', '--data', data]).outcome;
  t.equal(second.code, 2);
  t.equal(second.stdout, '');
  t.match(
    second.stderr,
    new RegExp(`^lectern: The data folder .* at ${url} \\(process ${pid}, started .*--data\\.\\n$`),
  );
  t.equal((await fetch(`${url}/healthz`)).status, 200, 'the first one still runs');

  first.signal('SIGKILL');
  await first.outcome;
  const third = lectern(t, ['serve', '--port', '0', '--data', data]);
  await third.shows(/is listening/);
  third.signal('SIGTERM');
  t.equal((await third.outcome).code, 0, 'a killed server does not keep the folder');
});

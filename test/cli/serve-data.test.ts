import { mkdirSync, writeFileSync } from 'node:fs';
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
    'north',
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

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Target } from '../helpers/conformance.js';
import { startServer } from '../helpers/server.js';
import { ask, person } from '../helpers/test-class.js';
import { type Command, lectern } from './command.js';

/** Starts a server with a data folder, and creates a class there, as a new guest. */
async function serveWith(t: Test, data: string, title: string) {
  const { server, url } = await startServer(t, { data });
  const guest = await person(t, new Target(url));
  const create = (title: string) => ask(guest, 'CreateClass', { title });
  await create(title);
  return { token: guest.token, create, close: () => server.close({ spread: 0 }) };
}

/** The classes of a guest on a server that is started for this question; none if the identity is not valid there. */
async function classesOf(t: Test, data: string, token: string): Promise<string[]> {
  const { server, url } = await startServer(t, { data });
  const { classes } = await ask(await person(t, new Target(url), token), 'GetClasses', undefined);
  await server.close({ spread: 0 });
  return classes.map(({ title }) => title).sort();
}

/** Resolves when a name that matches appears in a folder. */
const appears = (folder: string, name: RegExp): Promise<void> =>
  new Promise((resolve) => {
    const watcher = watch(folder, (_, found) => {
      if (!name.test(found ?? '')) return;
      watcher.close();
      resolve();
    });
  });

async function killed({ signal, outcome }: Command): Promise<void> {
  signal('SIGKILL');
  if ((await outcome).code !== null) throw new Error('the command had ended');
}

/** A backup of a server with the class `New` and a file in the data folder, and the identity of its guest. */
async function newBackup(folder: string) {
  const data = join(folder, 'of-the-backup');
  const { token, close } = await serveWith(t, data, 'New');
  mkdirSync(join(data, 'media'));
  writeFileSync(join(data, 'media', 'voice.webm'), 'voice');
  await close();
  const file = join(folder, 'new.tar.gz');
  t.match(await lectern(t, ['backup', file, '--data', data]).outcome, { code: 0, stderr: '' });
  return { file, token };
}

const { file: newFile, token: newToken } = await newBackup(t.testdir({}));

t.test('a backup of a running server restores what was stored, the secret and other files', async (t) => {
  const folder = t.testdir({});
  const [data, copy, file] = ['data', 'copy', 'backup.tar.gz'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const { token, create, close } = await serveWith(t, data, 'Algebra');
  mkdirSync(join(data, 'media', 'lecture'), { recursive: true });
  writeFileSync(join(data, 'media', 'lecture', 'voice.webm'), 'voice');
  execFileSync('mkfifo', [join(data, 'pipe')]);
  const made = await lectern(t, ['backup', file, '--data', data]).outcome;
  t.match(made, {
    code: 0,
    stdout: /^Backed up .*data to .*backup\.tar\.gz: the database \([\d.]+ MB\) and 2 other/,
  });
  t.equal(made.stderr, 'lectern: left out pipe: it is not a regular file\n');
  t.equal(statSync(file).mode & 0o777, 0o600, 'only the owner can read the secret in it');
  t.same(readdirSync(folder).sort(), ['backup.tar.gz', 'data'], 'nothing else remains');
  await create('Biology');

  const again = await lectern(t, ['backup', file, '--data', data]).outcome;
  t.match(again, { code: 1, stdout: '', stderr: /^lectern: The file .* exists: .* --force\.\n$/ });
  const inside = await lectern(t, ['backup', join(data, 'b'), '--data', data]).outcome;
  t.match(inside, { code: 1, stderr: /is in the data folder/ });
  await close();

  const restored = await lectern(t, ['restore', file, '--data', copy]).outcome;
  t.match(restored, { code: 0, stdout: /^Restored .*copy from .*backup\.tar\.gz\.\n$/, stderr: '' });
  t.same(await classesOf(t, copy, token), ['Algebra'], 'the guest is known, with the classes at that time');
  t.equal(readFileSync(join(copy, 'media', 'lecture', 'voice.webm'), 'utf8'), 'voice');
  t.same(await classesOf(t, data, token), ['Algebra', 'Biology']);
});

t.test('a restore replaces data only with --force, and not while a server uses the folder', async (t) => {
  const folder = t.testdir({});
  const data = join(folder, 'data');
  const old = await serveWith(t, data, 'Old');
  const restore = (...args: string[]) => lectern(t, ['restore', newFile, '--data', data, ...args]).outcome;
  t.match(await restore('--force'), { code: 1, stdout: '', stderr: /used by another server at http.*\n$/ });
  const log = readFileSync(join(data, 'lectern.db-wal'));
  await old.close();
  t.match(await restore(), { code: 1, stdout: '', stderr: /contains a server's data: .* --force\.\n$/ });
  t.same(await classesOf(t, data, old.token), ['Old']);
  // As after a kill.
  writeFileSync(join(data, 'lectern.db-wal'), log);
  t.match(await restore('--force'), { code: 0, stderr: '' });
  t.same(await classesOf(t, data, newToken), ['New']);
});

t.test('a file that is not a whole backup changes nothing', async (t) => {
  const folder = t.testdir({
    other: { file: 'x' },
    wrong: { 'lectern.db': 'x'.repeat(5000) },
  });
  const at = (name: string): string => join(folder, name);
  copyFileSync(newFile, at('cut'));
  truncateSync(at('cut'), statSync(newFile).size - 20);
  const bytes = readFileSync(newFile);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(at('changed'), bytes);
  execFileSync('tar', ['-czf', at('without'), '-C', at('other'), '.']);
  execFileSync('tar', ['-czf', at('broken'), '-C', at('wrong'), '.']);
  const data = at('data');
  const old = await serveWith(t, data, 'Old');
  await old.close();
  const before = readdirSync(data).sort();
  for (const [name, why] of [
    ['missing', /cannot be read: ENOENT/],
    ['cut', /is not a backup, or it is damaged/],
    ['changed', /is not a backup, or it is damaged/],
    ['without', /it contains no lectern\.db/],
    ['broken', /is not a database/],
  ] as const) {
    const { code, stderr } = await lectern(t, ['restore', at(name), '--data', data, '--force']).outcome;
    t.match({ code, stderr }, { code: 1, stderr: why }, name);
  }
  t.same(readdirSync(data).sort(), before);
  t.same(await classesOf(t, data, old.token), ['Old']);
});

t.test('if a backup is killed, the former backup and the server are unharmed', async (t) => {
  const folder = t.testdir({});
  const data = join(folder, 'data');
  const { token, create, close } = await serveWith(t, data, 'Algebra');
  const file = join(folder, 'backup.tar.gz');
  const args = ['backup', file, '--data', data, '--force'];
  t.match(await lectern(t, args).outcome, { code: 0 });
  const former = readFileSync(file);
  // A file without blocks on the disk, which takes longer to read than any delay of this test.
  const large = join(data, 'large');
  writeFileSync(large, '');
  truncateSync(large, 2 ** 36);
  const begun = appears(folder, /^backup\.tar\.gz\.part-/);
  const backup = lectern(t, args);
  await begun;
  await killed(backup);
  t.ok(readFileSync(file).equals(former));
  await create('Biology');
  rmSync(large);
  t.match(await lectern(t, args).outcome, { code: 0 }, 'the next one works');
  await close();
  const copy = join(folder, 'copy');
  t.match(await lectern(t, ['restore', file, '--data', copy]).outcome, { code: 0 });
  t.same(await classesOf(t, copy, token), ['Algebra', 'Biology']);
});

t.test('if a restore is killed while it reads the backup, the old data is whole', async (t) => {
  const folder = t.testdir({});
  const data = join(folder, 'data');
  const old = await serveWith(t, data, 'Old');
  await old.close();
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const bytes = readFileSync(newFile);
  const begun = appears(data, /^restore\.part$/);
  const restore = lectern(t, ['restore', pipe, '--data', data, '--force']);
  const writer = createWriteStream(pipe);
  writer.on('error', () => {
    // The reader is killed.
  });
  writer.write(bytes.subarray(0, bytes.length >> 1));
  // A pipe opens for its writer when it has a reader.
  await Promise.all([begun, once(writer, 'open')]);
  await killed(restore);
  writer.destroy();
  t.same(await classesOf(t, data, old.token), ['Old']);
  t.notOk(existsSync(join(data, 'restore.part')), 'the server has removed the unfinished copy');
  t.match(await lectern(t, ['restore', newFile, '--data', data, '--force']).outcome, { code: 0 });
  t.same(await classesOf(t, data, newToken), ['New']);
});

t.test('if a restore is killed while it replaces the files, the next server finishes it', async (t) => {
  const folder = t.testdir({});
  const data = join(folder, 'data');
  await (await serveWith(t, data, 'Old')).close();
  // The state in between: the files of the backup are complete, and one of them is in its place.
  const ready = join(data, 'restore.ready');
  mkdirSync(ready);
  execFileSync('tar', ['-xzf', newFile, '-C', ready]);
  renameSync(join(ready, 'secret'), join(data, 'secret'));
  const early = await lectern(t, ['backup', join(folder, 'b'), '--data', data]).outcome;
  t.match(early, { code: 1, stderr: /A restore into .* was interrupted: start the server/ });
  t.same(await classesOf(t, data, newToken), ['New']);
  t.notOk(existsSync(ready));
  t.ok(existsSync(join(data, 'media', 'voice.webm')));
});

t.test('without a database in the folder, and with PostgreSQL, the commands say what to do', async (t) => {
  const folder = t.testdir({ file: '' });
  const none = await lectern(t, ['backup', join(folder, 'b'), '--data', folder]).outcome;
  t.match(none, { code: 1, stderr: /^lectern: The folder .* contains no database: .* --data\.\n$/ });
  const env = { LECTERN_DATABASE: 'postgres://ada:sesame@127.0.0.1:1/lectern' };
  for (const [name, tool] of [
    ['backup', /`pg_dump /],
    ['restore', /`pg_restore /],
  ] as const) {
    const { code, stderr } = await lectern(t, [name, join(folder, 'file')], env).outcome;
    t.match({ code, stderr }, { code: 2, stderr: tool });
    t.notMatch(stderr, /sesame/);
  }
});

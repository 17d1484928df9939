import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DatabaseSync } from '@photostructure/sqlite';
import t, { type Test } from 'tap';
import { openStore } from '../../server/store/open-store.js';
import { openSqlite } from '../../server/store/sqlite-engine.js';
import type { Store } from '../../server/store/store.js';
import { openAtOnce } from './store-opening.js';

async function folder(t: Test): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'lectern-store-'));
  t.teardown(() => rm(data, { recursive: true }));
  return data;
}

const worker = (name: string): URL => new URL(`./${name}.js`, import.meta.url);
const unavailable = { name: 'Refusal', code: 'unavailable' };
const storeError = (message: RegExp) => ({ name: 'StoreError', message });

/** A location for a database that can be filled. */
interface Disk {
  name: string;
  open(t: Test): Promise<{ store: Store; fill(): void; free(): void }>;
}

const capped: Disk = {
  name: 'a file that cannot grow',
  async open(t) {
    const data = await folder(t);
    const store = await openSqlite(data, worker('store-capped-worker'));
    t.teardown(() => store.close());
    const flag = join(data, 'full');
    return { store, fill: () => writeFileSync(flag, ''), free: () => rmSync(flag) };
  },
};

const tmpfs: Disk = {
  name: 'a file system of 1 MiB',
  async open(t) {
    const data = await folder(t);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', data]);
    const store = await openStore({ data });
    t.teardown(async () => {
      await store.close();
      execFileSync('umount', [data]);
    });
    const filler = join(data, 'filler');
    const fill = (): void => {
      for (const size of [65536, 4096, 1]) {
        try {
          for (;;) appendFileSync(filler, Buffer.alloc(size));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
    };
    return { store, fill, free: () => rmSync(filler) };
  },
};

/** Tells whether this process can mount file systems. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

for (const disk of canMount() ? [capped, tmpfs] : [capped]) {
  t.test(`a full disk rejects writes until it has space again: ${disk.name}`, async (t) => {
    const { store, fill, free } = await disk.open(t);
    await store.saveUser({ id: 'teacher', name: 'Ms Kim' });
    const { value: of } = await store.createClass({ instructorId: 'teacher', title: 'x', subtitle: '' });
    let acknowledged = 0;
    const write = async (): Promise<void> => {
      const given = { classUuid: of.uuid, lectureDate: '', lectureName: 'x'.repeat(8000), playlist: '' };
      await store.createLecture(given);
      acknowledged += 1;
    };
    const several = () => Promise.allSettled(Array.from({ length: 5 }, write));
    await write();
    fill();
    // The write-ahead log has space for some more changes, since parts of it are reused.
    let outcomes = await several();
    while (!outcomes.some(({ status }) => status === 'rejected')) outcomes = await several();
    for (const outcome of outcomes) if (outcome.status === 'rejected') t.match(outcome.reason, unavailable);
    await t.rejects(write(), unavailable);
    t.match(await store.user('teacher'), { name: 'Ms Kim' }, 'stored data can still be read');
    free();
    await write();
    t.equal((await store.lectures(of.uuid, { limit: 200 })).items.length, acknowledged);
  });
}

t.test('a file that another process has locked rejects writes until it is unlocked', async (t) => {
  const data = await folder(t);
  const store = await openStore({ data });
  t.teardown(() => store.close());
  const other = new DatabaseSync(join(data, 'lectern.db'), { timeout: 5000 });
  t.teardown(() => other.close());
  const save = (id: string) => store.saveUser({ id, name: id });
  await save('before');
  other.exec('begin exclusive');
  const refused = [save('during'), save('also during')];
  t.match(await store.user('before'), { name: 'before' }, 'stored data can still be read');
  for (const each of refused) await t.rejects(each, unavailable);
  other.exec('rollback');
  await save('after');
  t.equal(await store.user('during'), undefined, 'refused changes were not made later');
});

t.test('a crashed worker fails only its pending calls, and is replaced', async (t) => {
  const store = await openSqlite(await folder(t), worker('store-crashing-worker'));
  t.teardown(() => store.close());
  await store.saveUser({ id: 'ann', name: 'Ann' });
  for (let crash = 0; crash < 3; crash += 1) {
    const asked = [store.saveUser({ id: 'ann', name: 'crash' }), store.user('ann')];
    const outcomes = await Promise.allSettled(asked);
    t.match(outcomes[0], { status: 'rejected', reason: unavailable });
    t.match(await store.user('ann'), { name: 'Ann' });
  }
});

t.test('a deleted file is not replaced by an empty one', async (t) => {
  const data = await folder(t);
  const store = await openSqlite(data, worker('store-crashing-worker'));
  t.teardown(() => store.close());
  await t.rejects(store.saveUser({ id: 'ann', name: 'crash' }), unavailable);
  rmSync(join(data, 'lectern.db'));
  await t.rejects(store.saveUser({ id: 'ann', name: 'Ann' }), unavailable);
});

t.test('processes that create the same file at the same time share one database', async (t) => {
  await openAtOnce(t, { data: join(await folder(t), 'new', 'folder') });
});

t.test('processes that create the same folder at the same time all have it', async (t) => {
  const data = await folder(t);
  const threads = 2;
  const workerData = {
    folders: Array.from({ length: 200 }, (_, index) => join(data, String(index), 'new')),
    threads,
    arrivals: new Int32Array(new SharedArrayBuffer(4)),
  };
  const makers = Array.from(
    { length: threads },
    () => new Worker(worker('store-folder-maker'), { workerData }),
  );
  // If one fails, the others wait for it forever.
  t.teardown(() => Promise.all(makers.map((maker) => maker.terminate())));
  await Promise.all(makers.map((maker) => once(maker, 'exit')));
  t.ok(workerData.folders.every((each) => statSync(each).isDirectory()));
});

t.test('a database of a newer version is rejected and not modified', async (t) => {
  const data = await folder(t);
  await (await openStore({ data })).close();
  const file = new DatabaseSync(join(data, 'lectern.db'), { timeout: 5000 });
  file.exec(`insert into schema_versions (version, name) values (99, '0099-future')`);
  file.close();
  await t.rejects(openStore({ data }), storeError(/lectern\.db .*version 99.*version \d+\. Start the newer/));
});

t.test('an unusable folder or file is rejected with an explanation', async (t) => {
  const data = await folder(t);
  const file = join(data, 'file');
  writeFileSync(file, 'not a folder');
  await t.rejects(openStore({ data: file }), storeError(/data folder .* cannot be written: it is a file\./));
  await t.rejects(
    openStore({ data: join(file, 'below') }),
    storeError(/data folder .* cannot be written: a part of its path is a file\./),
  );
  await t.rejects(
    openStore({ data: '/proc/lectern' }),
    storeError(/data folder .* cannot be written: a part of its path does not exist and cannot be created\./),
  );
  writeFileSync(join(data, 'lectern.db'), 'Dear diary, '.repeat(1000));
  await t.rejects(openStore({ data }), storeError(/lectern\.db is not a database: move it away/));
  rmSync(join(data, 'lectern.db'));
  mkdirSync(join(data, 'lectern.db'));
  await t.rejects(openStore({ data }), storeError(/lectern\.db cannot be opened/));
});

t.test('a database that another process has locked is rejected with an explanation', async (t) => {
  const data = await folder(t);
  const other = new DatabaseSync(join(data, 'lectern.db'), { timeout: 5000 });
  t.teardown(() => other.close());
  other.exec('begin exclusive; create table theirs (id integer)');
  await t.rejects(
    openStore({ data }),
    storeError(/lectern\.db is locked by another process: stop that process/),
  );
});

import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import pg from 'pg';
import t, { type Test } from 'tap';
import { Readiness } from '../../../server/http/readiness.js';
import { startNodes, startShared } from '../../helpers/nodes.js';
import { startServer } from '../../helpers/server.js';

interface Answer {
  status: string;
  why?: string;
}

/** Resolves with the first answer of /readyz that has this HTTP status. */
async function answer(url: string, status: 200 | 503): Promise<Answer> {
  for (;;) {
    const response = await fetch(`${url}/readyz`);
    const body = (await response.json()) as Answer;
    if (response.status === status) return body;
  }
}

const notReady = (why: string) => ({ status: 'not ready', why });
const ready = { status: 'ready' };

t.test('SQLite: another process has locked the database', async (t) => {
  const data = t.testdir({});
  const { url } = await startServer(t, { data });
  t.same(await answer(url, 200), ready);
  const other = new DatabaseSync(join(data, 'lectern.db'));
  other.exec('begin immediate');
  const locked = notReady('the database cannot take a change: it is locked by another process');
  t.same(await answer(url, 503), locked);
  other.exec('rollback');
  other.close();
  t.same(await answer(url, 200), ready);
});

t.test('SQLite: the file is deleted', async (t) => {
  const data = t.testdir({});
  const { url } = await startServer(t, { data });
  const [file, elsewhere] = [join(data, 'lectern.db'), join(data, 'elsewhere.db')];
  renameSync(file, elsewhere);
  t.same(await answer(url, 503), notReady('the database cannot take a change: its file is missing'));
  renameSync(elsewhere, file);
  t.same(await answer(url, 200), ready);
});

/** Mounts a file system of 2 MiB. Returns undefined if this process is not allowed to. */
function smallDisk(t: Test): string | undefined {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'lectern-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
  t.teardown(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

t.test('SQLite: the disk is full', async (t) => {
  const data = smallDisk(t);
  if (data === undefined) return t.pass('file systems cannot be mounted here');
  const { url } = await startServer(t, { data });
  t.same(await answer(url, 200), ready);
  const filler = join(data, 'filler');
  for (const size of [65536, 1]) {
    try {
      for (;;) appendFileSync(filler, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  t.same(await answer(url, 503), notReady('the database cannot take a change: its disk is full'));
  rmSync(filler);
  t.same(await answer(url, 200), ready);
});

t.test('PostgreSQL and Redis do not take changes', async (t) => {
  const shared = await startShared(t);
  const [node] = await startNodes(t, shared, 1);
  const url = node?.url ?? '';
  t.same(await answer(url, 200), ready);

  await shared.redis.command('CONFIG', 'SET', 'maxmemory', '1');
  const full = notReady('Redis cannot take a change: its memory is full; raise maxmemory or free memory');
  t.same(await answer(url, 503), full);
  await shared.redis.command('CONFIG', 'SET', 'maxmemory', '0');
  t.same(await answer(url, 200), ready);

  await shared.redis.command('REPLICAOF', '127.0.0.1', '1');
  t.same(await answer(url, 503), notReady('Redis cannot take a change: it is a read-only replica'));
  await shared.redis.command('REPLICAOF', 'NO', 'ONE');
  t.same(await answer(url, 200), ready);

  const other = new pg.Client(shared.database);
  await other.connect();
  await other.query('begin; lock table sessions in access exclusive mode');
  t.same(await answer(url, 503), notReady('the database cannot take a change: it does not answer'));
  await other.end();
  t.same(await answer(url, 200), ready);
});

t.test('many requests cause one change', async (t) => {
  let changes = 0;
  let finish = () => {};
  const store = {
    check() {
      changes++;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
  };
  const backplane = { reachable: true, check: async () => undefined };
  const log = { warn() {}, info() {} };
  const readiness = new Readiness({ store, backplane, log, closing: () => false });
  const answers = Array.from({ length: 100 }, () => readiness.why());
  finish();
  t.same(new Set(await Promise.all(answers)), new Set([undefined]));
  t.equal(changes, 1);
});

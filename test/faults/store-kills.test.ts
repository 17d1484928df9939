import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { startPostgres } from '../helpers/postgres.js';
import { Killing } from './store-killing.js';

// A short version of store-kills.ts.

const nothing = { missing: [], twice: [], forgotten: [] };

t.test('after a writer was killed during commits to SQLite, nothing is missing or duplicated', async (t) => {
  const data = await mkdtemp(join(tmpdir(), 'lectern-store-'));
  t.teardown(() => rm(data, { recursive: true }));
  const killing = new Killing({ data });
  for (let kill = 0; kill < 5; kill += 1) t.match(await killing.run('writer'), nothing);
  t.same(await killing.checkAll(), { missing: [], twice: [] });
});

t.test(
  'after a writer or the server was killed during commits to PostgreSQL, nothing is missing or duplicated',
  async (t) => {
    const postgres = await startPostgres(t);
    const killing = new Killing({ database: await postgres.createDatabase() }, postgres);
    t.match(await killing.run('writer'), nothing);
    t.match(await killing.run('server'), nothing);
    t.same(await killing.checkAll(), { missing: [], twice: [] });
  },
);

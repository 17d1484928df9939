import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Options } from 'lectern-protocol/options';
import t, { type Test } from 'tap';
import { startPostgres } from '../helpers/postgres.js';
import { startServer } from '../helpers/server.js';
import { ChatLoad } from './chat-load.js';

// A short version of store-outage.ts, which interrupts the database for longer and in more ways.

const fine = { missing: [], twice: [], strange: [], lost: 0, unheard: 0 };

interface Outage {
  begin(): Promise<unknown>;
  end(): Promise<unknown>;
}

async function survives(t: Test, options: Partial<Options>, { begin, end }: Outage): Promise<void> {
  // With this limit, a few refusals would close the connection if they were attributed to the client.
  const rates = { chatRate: 1000, chatBurst: 1000, refusals: 2 };
  const { url } = await startServer(t, { ...options, ...rates });
  const load = await ChatLoad.begin(url, { each: 3, every: 20 });
  t.teardown(() => load.close());
  await load.until(() => load.acknowledged.length >= 20);
  await begin();
  await load.until(() => load.refused.length >= 6);
  const heard = load.roomTimes.length;
  await load.until(() => load.roomTimes.length >= heard + 60);
  await end();
  const answered = load.acknowledged.length;
  await load.until(() => load.acknowledged.length >= answered + 20);
  await load.stop();
  await load.repeat();
  t.equal(load.refused.length, 0, 'refused requests are accepted when repeated');
  t.same(await load.check(), fine);
}

t.test(
  'while SQLite is locked, writes are rejected, the room continues, and nothing is lost or duplicated',
  async (t) => {
    const data = mkdtempSync(join(tmpdir(), 'lectern-outage-'));
    let other: DatabaseSyncInstance | undefined;
    await survives(
      t,
      { data },
      {
        async begin() {
          other = new DatabaseSync(join(data, 'lectern.db'), { timeout: 5000 });
          other.exec('begin immediate');
        },
        async end() {
          other?.close();
        },
      },
    );
    t.teardown(() => rmSync(data, { recursive: true }));
  },
);

t.test(
  'while PostgreSQL is down, writes are rejected, the room continues, and nothing is lost or duplicated',
  async (t) => {
    const postgres = await startPostgres(t, 'fsync=off');
    const database = await postgres.createDatabase();
    await survives(
      t,
      { database, secret: 'the secret of the servers of these tests' },
      { begin: () => postgres.stop(), end: () => postgres.start() },
    );
  },
);

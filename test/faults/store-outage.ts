import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { Postgres } from '../helpers/postgres.js';
import { startServerProcess } from '../helpers/server-process.js';
import { ChatLoad } from './chat-load.js';
import { percentile } from './store-targets.js';

// Makes the database of a server under load unavailable for some seconds, in several ways, and prints what happened to
// the writes during that time. Exits with code 1 if acknowledged data is missing, anything is duplicated, or messages in
// the room were lost.
//
//     node dist/test/faults/store-outage.js [<seconds>]

const [, , seconds = '5'] = process.argv;
/** Number of clients that write to the chat, and of clients that send messages in the room. */
const EACH = 10;
/** Time in ms between two messages of a client. */
const EVERY = 100;

/** A database that can be made unavailable. */
interface Outage {
  name: string;
  /** Environment variables of the server. */
  options: Record<string, string>;
  begin(): Promise<void>;
  end(): Promise<void>;
}

let wrong = 0;

async function run({ name, options, begin, end }: Outage): Promise<void> {
  const rates = { LECTERN_CHAT_RATE: '1000', LECTERN_CHAT_BURST: '1000' };
  const server = await startServerProcess({ ...options, ...rates });
  const load = await ChatLoad.begin(server.url, { each: EACH, every: EVERY });
  await pause(2000);
  const heardBefore = load.roomTimes.length;
  await begin();
  await pause(Number(seconds) * 1000);
  const heardMeanwhile = load.roomTimes.slice(heardBefore);
  await end();
  const back = performance.now();
  const answered = load.acknowledged.length;
  await load.until(() => load.acknowledged.length > answered);
  const healed = performance.now() - back;
  await pause(2000);
  await load.stop();
  const { length: acknowledged } = load.acknowledged;
  const refusals = load.refused.map(({ took }) => took);
  const keptThough = await load.repeat();
  const { missing, twice, strange, lost, unheard } = await load.check();
  load.close();
  await server.stop();
  wrong += missing.length + twice.length + strange.length + lost + unheard + load.refused.length;
  const ms = (values: number[], percent: number): string => `${Math.round(percentile(values, percent))} ms`;
  console.log(
    `${name} for ${seconds} s, ${(EACH * 1000) / EVERY} messages/s: ${acknowledged} acknowledged, ` +
      `${refusals.length} refused (median ${ms(refusals, 50)}, most ${ms(refusals, 100)}; ${keptThough} of them kept); ` +
      `words in the room meanwhile: ${heardMeanwhile.length} heard, p99 ${ms(heardMeanwhile, 99)}, ${unheard} not; ` +
      `stored again ${Math.round(healed)} ms after it was back; refused again ${load.refused.length}, ` +
      `missing ${missing.length}, twice ${twice.length}, connections lost ${lost}, other answers ${strange.length}`,
  );
  for (const each of [...missing, ...twice, ...new Set(strange)]) console.log(`  ${each}`);
}

async function withFolder(use: (data: string) => Promise<void>): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'lectern-outage-'));
  try {
    await use(data);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

await withFolder(async (data) => {
  let other: DatabaseSyncInstance | undefined;
  await run({
    name: 'SQLite locked',
    options: { LECTERN_DATA: data },
    async begin() {
      other = new DatabaseSync(join(data, 'lectern.db'), { timeout: 1000 });
      other.exec('begin immediate');
    },
    async end() {
      other?.close();
    },
  });
});

await withFolder(async (data) => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', data], { stdio: 'ignore' });
  } catch {
    console.log('SQLite disk full: not tried, as mounting a small disk needs rights');
    return;
  }
  const filler = join(data, 'filler');
  try {
    await run({
      name: 'SQLite disk full',
      options: { LECTERN_DATA: data },
      async begin() {
        for (const size of [65536, 4096, 1]) {
          try {
            for (;;) appendFileSync(filler, Buffer.alloc(size));
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          }
        }
      },
      async end() {
        rmSync(filler);
      },
    });
  } finally {
    execFileSync('umount', ['--lazy', data]);
  }
});

const postgres = await Postgres.make();
try {
  await withFolder(async (data) => {
    const ways: Omit<Outage, 'options'>[] = [
      { name: 'PostgreSQL stopped', begin: () => postgres.stop(), end: () => postgres.start() },
      { name: 'PostgreSQL killed', begin: () => postgres.kill(), end: () => postgres.start() },
      {
        name: 'PostgreSQL hanging',
        begin: async () => postgres.freeze(),
        end: async () => postgres.thaw(),
      },
    ];
    for (const way of ways) {
      const LECTERN_DATABASE = await postgres.createDatabase();
      await run({
        ...way,
        options: {
          LECTERN_DATA: data,
          LECTERN_DATABASE,
          LECTERN_SECRET: 'the secret of the servers of these tests',
        },
      });
    }
  });
} finally {
  await postgres.remove();
}

process.exitCode = wrong > 0 ? 1 : 0;

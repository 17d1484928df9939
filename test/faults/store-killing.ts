import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStore, type StoreOptions } from '../../server/store/open-store.js';
import type { Store } from '../../server/store/store.js';
import type { Postgres } from '../helpers/postgres.js';
import { type Findings, Ledger } from './store-ledger.js';
import type { Acknowledged, WriterTask } from './store-requests.js';

const writerProgram = fileURLToPath(new URL('./store-writer.js', import.meta.url));

/** Number of clients that write concurrently. */
const CLIENTS = 8;

/** A kill happens after at most this number of acknowledged requests, and then at most this number of ms. */
const LATEST_REQUEST = 300;
const LATEST_MOMENT = 20;

/** Result of one kill. */
export interface KillReport extends Findings {
  killed: 'writer' | 'server';
  acknowledged: number;
  /** Requests that were repeated after the kill, and not recognized as repeats. */
  forgotten: string[];
}

/** Repeatedly kills writers of one database, and compares the stored data with the acknowledgments they received. */
export class Killing {
  private readonly ledgers: Ledger[] = [];

  constructor(
    private readonly options: StoreOptions,
    private readonly postgres?: Postgres,
  ) {}

  /** Number of requests that were acknowledged in all runs. */
  get acknowledged(): number {
    return this.ledgers.reduce((sum, { size }) => sum + size, 0);
  }

  async run(killed: KillReport['killed']): Promise<KillReport> {
    const number = this.ledgers.length + 1;
    const clients = Array.from({ length: CLIENTS }, (_, client) => `run-${number}-client-${client}`);
    const lectureId = await this.withStore((store) => makeLecture(store, clients));
    const ledger = new Ledger(lectureId);
    this.ledgers.push(ledger);
    const writer = new Writer({ store: this.options, lectureId, clients }, ledger);
    await writer.acknowledges(1 + Math.floor(Math.random() * LATEST_REQUEST));
    // The time of the kill must not depend on the time of an answer.
    await pause(Math.random() * LATEST_MOMENT);
    if (killed === 'server') {
      await this.postgres?.kill();
      await this.postgres?.start();
      await writer.acknowledges(CLIENTS * 2);
    }
    await writer.kill();
    return this.withStore(async (store) => {
      const acknowledged = ledger.size;
      const before = await ledger.check(store);
      const forgotten = await ledger.repeat(store);
      const after = await ledger.check(store);
      return {
        killed,
        acknowledged,
        forgotten,
        missing: [...before.missing, ...after.missing],
        twice: [...before.twice, ...after.twice],
      };
    });
  }

  /** Compares everything again after all runs. */
  checkAll(): Promise<Findings> {
    return this.withStore(async (store) => {
      const all: Findings = { missing: [], twice: [] };
      for (const ledger of this.ledgers) {
        const { missing, twice } = await ledger.check(store);
        all.missing.push(...missing);
        all.twice.push(...twice);
      }
      return all;
    });
  }

  private async withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(this.options);
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }
}

async function makeLecture(store: Store, users: string[]): Promise<number> {
  for (const id of users) await store.saveUser({ id, name: id });
  const [instructorId = ''] = users;
  const { value: of } = await store.createClass({ instructorId, title: 'Class', subtitle: '' });
  const { value: lecture } = await store.createLecture({
    classUuid: of.uuid,
    lectureDate: '2026-03-02',
    lectureName: 'Lecture',
    playlist: '',
  });
  return lecture.id;
}

class Writer {
  private readonly program: ChildProcess;
  private readonly ended: Promise<unknown>;
  private acknowledged = 0;
  private awaited = { count: Number.POSITIVE_INFINITY, reached: () => {} };

  constructor(task: WriterTask, ledger: Ledger) {
    this.program = spawn(process.execPath, ['--enable-source-maps', writerProgram, JSON.stringify(task)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.ended = once(this.program, 'close');
    const { stdout } = this.program;
    if (!stdout) throw new Error('the writer has no standard output');
    createInterface(stdout).on('line', (line) => {
      ledger.add(JSON.parse(line) satisfies Acknowledged);
      this.acknowledged += 1;
      if (this.acknowledged >= this.awaited.count) this.awaited.reached();
    });
  }

  /** Resolves after the given number of further acknowledged requests. */
  async acknowledges(more: number): Promise<void> {
    const reached = new Promise<'reached'>((resolve) => {
      this.awaited = { count: this.acknowledged + more, reached: () => resolve('reached') };
    });
    const first = await Promise.race([reached, this.ended]);
    if (first !== 'reached') throw new Error('the writer ended unexpectedly');
  }

  /** Kills the process. Resolves when the rest of its output has been read. */
  async kill(): Promise<void> {
    this.program.kill('SIGKILL');
    await this.ended;
  }
}

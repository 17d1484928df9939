import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SerialQueue } from '../util/serial-queue.js';

/** ms that a change waits at most for others to share its commit. */
const GATHERING = 5;

/** Changes that share a commit at most. */
const LARGEST = 500;

/** The part of a connection that transactions need. */
export type TransactionConnection = Pick<DatabaseSyncInstance, 'exec' | 'isTransaction'>;

/** A change that waits for its commit. */
export interface Waiting<T> {
  /** When it was asked for, by `clock`. */
  since: number;
  perform(): Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** ms by a clock that all threads of the process share. */
export const clock = (): number => Number(process.hrtime.bigint()) / 1e6;

/**
 * Lets the changes of a few ms share a transaction, as each commit waits for the disk. Each has a savepoint, so
 * that one that fails leaves the others be; each is answered when the commit is on the disk, and not before.
 */
export class GroupCommit<T> {
  private waiting: Waiting<T>[] = [];
  private scheduled = false;

  constructor(
    private readonly connection: TransactionConnection,
    private readonly turns: SerialQueue,
  ) {}

  add(change: Waiting<T>): void {
    this.waiting.push(change);
    if (!this.scheduled) this.schedule(GATHERING - (clock() - change.since));
  }

  /** Resolves when nothing waits any more. */
  async flush(): Promise<void> {
    this.scheduled = false;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, LARGEST);
      await this.turns.run(() => this.commit(batch));
    }
  }

  /** What came while a commit ran has waited long enough; but all of it is to be taken in first. */
  private schedule(ms: number): void {
    this.scheduled = true;
    if (ms > 0) setTimeout(() => this.flush(), ms);
    else setImmediate(() => this.flush());
  }

  private async commit(batch: Waiting<T>[]): Promise<void> {
    const { connection } = this;
    const answers: (() => void)[] = [];
    try {
      connection.exec('begin immediate');
      for (const change of batch) answers.push(await this.inSavepoint(change));
      connection.exec('commit');
    } catch (error) {
      if (connection.isTransaction) connection.exec('rollback');
      for (const change of batch) change.reject(error);
      return;
    }
    for (const answer of answers) answer();
  }

  private async inSavepoint(change: Waiting<T>): Promise<() => void> {
    const { connection } = this;
    connection.exec('savepoint change');
    try {
      const value = await change.perform();
      connection.exec('release change');
      return () => change.resolve(value);
    } catch (error) {
      // Some errors, such as a full disk, make SQLite give up the transaction as a whole.
      if (!connection.isTransaction) throw error;
      connection.exec('rollback to change; release change');
      return () => change.reject(error);
    }
  }
}

import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { TurnQueue } from './turn-queue.js';

/** Maximum time in ms that a change waits for others to share its commit. */
const GATHER_TIME = 5;

/** Maximum number of changes in one commit. */
const MAX_BATCH = 500;

/** The part of a database connection that transactions need. */
export type TransactionConnection = Pick<DatabaseSyncInstance, 'exec' | 'isTransaction'>;

/** A change that waits for its transaction. */
export interface PendingChange<T> {
  /** Time of the call, by `monotonicMs`. */
  since: number;
  perform(): Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** Returns the time in ms of a monotonic clock that all threads of the process share. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/**
 * Commits the changes of a few ms in one transaction, since each commit waits for the disk. Every change has its own
 * savepoint, so that one that fails does not affect the others. Changes resolve only after the commit is on the disk.
 */
export class GroupCommit<T> {
  private waiting: PendingChange<T>[] = [];
  private scheduled = false;

  constructor(
    private readonly connection: TransactionConnection,
    private readonly turns: TurnQueue,
  ) {}

  add(change: PendingChange<T>): void {
    this.waiting.push(change);
    if (!this.scheduled) this.schedule(GATHER_TIME - (monotonicMs() - change.since));
  }

  /** Commits all pending changes. */
  async flush(): Promise<void> {
    this.scheduled = false;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MAX_BATCH);
      await this.turns.run(() => this.commit(batch));
    }
  }

  /**
   * Changes that arrived during a commit have already waited long enough. `setImmediate` still lets the thread receive
   * all of them before the next commit starts.
   */
  private schedule(ms: number): void {
    this.scheduled = true;
    if (ms > 0) setTimeout(() => this.flush(), ms);
    else setImmediate(() => this.flush());
  }

  private async commit(batch: PendingChange<T>[]): Promise<void> {
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

  private async inSavepoint(change: PendingChange<T>): Promise<() => void> {
    const { connection } = this;
    connection.exec('savepoint change');
    try {
      const value = await change.perform();
      connection.exec('release change');
      return () => change.resolve(value);
    } catch (error) {
      // After some errors, for example a full disk, SQLite rolls back the whole transaction.
      if (!connection.isTransaction) throw error;
      connection.exec('rollback to change; release change');
      return () => change.reject(error);
    }
  }
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '../protocol/errors.js';
import { databaseUnavailable } from './engine.js';
import { StoreError } from './errors.js';
import { GroupCommit, monotonicMs, type TransactionConnection } from './group-commit.js';
import { recordCheck } from './queries/readiness.js';
import { runChange, runRead } from './queries/registry.js';
import { sqliteRefusal } from './sqlite-errors.js';
import { BUSY_TIMEOUT, type SqliteFile } from './sqlite-file.js';
import type { CallFailure, WorkerAnswer, WorkerCall, WorkerOptions } from './sqlite-messages.js';
import { CALL_TIMEOUT, type ChangeResult } from './store.js';
import { TurnQueue } from './turn-queue.js';

/**
 * Maximum age in ms of a call when it starts. The caller of an older one might time out before it ends. This way, a
 * change that was rejected as `unavailable` is not made later, unless the disk itself stalls.
 */
const MAX_QUEUE_TIME = CALL_TIMEOUT - BUSY_TIMEOUT - 500;

/** Converts an error to a form that can be sent to another thread. */
function toFailure(error: unknown): CallFailure {
  const refusal = sqliteRefusal(error);
  if (refusal instanceof Refusal) {
    const { code, message, cause } = refusal;
    return { refusal: { code, message, cause: cause instanceof Error ? cause.message : undefined } };
  }
  return { error: refusal instanceof Error ? (refusal.stack ?? refusal.message) : String(refusal) };
}

/** An open database. Both members use the same connection. */
type ServedFile = Pick<SqliteFile, 'db'> & { connection: TransactionConnection };

function serve({ connection, db }: ServedFile, folder: string): void {
  const turns = new TurnQueue();
  const commits = new GroupCommit<ChangeResult<unknown>>(connection, turns);
  const send = (answer: WorkerAnswer): void => parentPort?.postMessage(answer);

  const check = async (): Promise<void> => {
    // SQLite would go on writing to a deleted file.
    if (!existsSync(join(folder, 'lectern.db'))) throw databaseUnavailable(new Error('the file is missing'));
    connection.exec('begin immediate');
    try {
      await recordCheck(db);
      connection.exec('commit');
    } catch (error) {
      if (connection.isTransaction) connection.exec('rollback');
      throw error;
    }
  };

  const handle = (call: WorkerCall): void => {
    const { id, since } = call;
    const resolve = (value: unknown): void => send({ id, value });
    const reject = (error: unknown): void => send({ id, ...toFailure(error) });
    const inTime = <T>(perform: () => Promise<T>): Promise<T> =>
      monotonicMs() - since > MAX_QUEUE_TIME
        ? Promise.reject(databaseUnavailable(new Error('the database was busy for too long')))
        : perform();
    if (call.kind === 'check') turns.runFirst(check).then(resolve, reject);
    else if (call.kind === 'read')
      turns.run(() => inTime(() => runRead(db, call.name, call.args))).then(resolve, reject);
    else {
      const { name, given, request, announcement } = call;
      commits.add({
        since,
        perform: () => inTime(() => runChange(db, name, given, request, announcement)),
        resolve,
        reject,
      });
    }
  };

  const end = async (): Promise<void> => {
    await commits.flush();
    await turns.run(() => db.destroy());
    parentPort?.close();
  };

  parentPort?.on('message', (message: WorkerCall | 'close') =>
    message === 'close' ? end() : handle(message),
  );
}

/**
 * Runs in the database's worker thread: opens the database, and serves the calls of the main thread until it sends
 * `close`.
 * @param open opens the database file
 */
export async function serveSqlite(
  open: (folder: string, create: boolean) => Promise<ServedFile>,
): Promise<void> {
  const { folder, create }: WorkerOptions = workerData;
  try {
    serve(await open(folder, create), folder);
    parentPort?.postMessage('opened');
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    parentPort?.postMessage({ failed: error.message });
    parentPort?.close();
  }
}

import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '../protocol/errors.js';
import { SerialQueue } from '../util/serial-queue.js';
import { unavailable } from './engine.js';
import { StoreError } from './errors.js';
import { clock, GroupCommit, type TransactionConnection } from './group-commit.js';
import { change, read } from './queries/queries.js';
import { sqliteRefusal } from './sqlite-errors.js';
import { BUSY_TIMEOUT, type SqliteFile } from './sqlite-file.js';
import type { Answer, Call, Failure, WorkerOptions } from './sqlite-messages.js';
import { DEADLINE, type Outcome } from './store.js';

/**
 * ms after which a call is not begun any more: nobody would wait for its end. With this, a change
 * whose sender has been told `unavailable` is not made after all, save where the disk itself stalls.
 */
const TOO_LATE = DEADLINE - BUSY_TIMEOUT - 500;

/** What of an error can pass between threads. */
function failureOf(error: unknown): Failure {
  const told = sqliteRefusal(error);
  if (told instanceof Refusal) {
    const { code, message, cause } = told;
    return { refusal: { code, message, cause: cause instanceof Error ? cause.message : undefined } };
  }
  return { error: told instanceof Error ? (told.stack ?? told.message) : String(told) };
}

/** An open database: a connection for transactions, and queries on the same one. */
type ServedFile = Pick<SqliteFile, 'db'> & { connection: TransactionConnection };

function serve({ connection, db }: ServedFile): void {
  const turns = new SerialQueue();
  const commits = new GroupCommit<Outcome<unknown>>(connection, turns);
  const send = (answer: Answer): void => parentPort?.postMessage(answer);

  const take = (call: Call): void => {
    const { id, since } = call;
    const resolve = (value: unknown): void => send({ id, value });
    const reject = (error: unknown): void => send({ id, ...failureOf(error) });
    const inTime = <T>(perform: () => Promise<T>): Promise<T> =>
      clock() - since > TOO_LATE
        ? Promise.reject(unavailable(new Error('the database has been busy for too long')))
        : perform();
    if (call.kind === 'read')
      turns.run(() => inTime(() => read(db, call.name, call.args))).then(resolve, reject);
    else {
      const { name, given, request } = call;
      commits.add({ since, perform: () => inTime(() => change(db, name, given, request)), resolve, reject });
    }
  };

  const end = async (): Promise<void> => {
    await commits.flush();
    await turns.run(() => db.destroy());
    parentPort?.close();
  };

  parentPort?.on('message', (message: Call | 'close') => (message === 'close' ? end() : take(message)));
}

/**
 * The thread's program: opens the database, then answers the calls of the thread that started this one, until told to
 * close.
 * @param open the function that opens the file
 */
export async function serveSqlite(
  open: (folder: string, create: boolean) => Promise<ServedFile>,
): Promise<void> {
  const { folder, create }: WorkerOptions = workerData;
  try {
    serve(await open(folder, create));
    parentPort?.postMessage('opened');
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    parentPort?.postMessage({ failed: error.message });
    parentPort?.close();
  }
}

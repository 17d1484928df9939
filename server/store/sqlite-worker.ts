import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '../protocol/errors.js';
import { Turns } from '../turns.js';
import { unavailable } from './engine.js';
import { StoreError } from './errors.js';
import { clock, GroupCommit } from './group-commit.js';
import { change, read } from './queries/queries.js';
import { BUSY_TIMEOUT, openSqliteFile, type SqliteFile, sqliteRefusal } from './sqlite-file.js';
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

function serve({ connection, db }: SqliteFile): void {
  const turns = new Turns();
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
      turns.take(() => inTime(() => read(db, call.name, call.args))).then(resolve, reject);
    else {
      const { name, given, request } = call;
      commits.add({ since, perform: () => inTime(() => change(db, name, given, request)), resolve, reject });
    }
  };

  const end = async (): Promise<void> => {
    await commits.flush();
    await turns.take(() => db.destroy());
    parentPort?.close();
  };

  parentPort?.on('message', (message: Call | 'close') => (message === 'close' ? end() : take(message)));
}

const { folder, create }: WorkerOptions = workerData;
try {
  serve(await openSqliteFile(folder, create));
  parentPort?.postMessage('opened');
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  parentPort?.postMessage({ failed: error.message });
  parentPort?.close();
}

import { Refusal } from '../protocol/errors.js';
import { within } from '../util/within.js';
import { changeNames, readNames } from './queries/registry.js';
import {
  type Announcement,
  CALL_TIMEOUT,
  type ChangeInput,
  type ChangeName,
  type ChangeResult,
  type ChangeValue,
  type ReadInput,
  type ReadName,
  type ReadResult,
  type RequestKey,
  type Store,
} from './store.js';

/** Runs changes and reads in one kind of database: the part of a store that differs between SQLite and PostgreSQL. */
export interface Engine {
  /** See Store.ordered. */
  readonly ordered: boolean;
  change<K extends ChangeName>(
    name: K,
    given: ChangeInput<K>,
    request: RequestKey | undefined,
    announcement: Announcement | undefined,
  ): Promise<ChangeResult<ChangeValue<K>>>;
  read<K extends ReadName>(name: K, args: ReadInput<K>): Promise<ReadResult<K>>;
  /** Makes a small change, ahead of waiting calls. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Returns a Refusal `unavailable`. Its `cause` goes to the log and is not sent to the client. */
export function databaseUnavailable(cause: unknown): Refusal {
  const refusal = new Refusal('unavailable', 'the database is currently not available; try again later');
  refusal.cause = cause;
  return refusal;
}

/**
 * Creates the store on top of an engine.
 * @param timeout ms after which a call is rejected as `unavailable`
 */
export function createStore(engine: Engine, timeout = CALL_TIMEOUT): Store {
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    if (closing) throw databaseUnavailable(new Error('the store is closed'));
    const late = () => databaseUnavailable(new Error(`no answer in ${timeout} ms`));
    const answer = within(timeout, run(), late);
    running.add(answer);
    try {
      return await answer;
    } finally {
      running.delete(answer);
    }
  };
  const change =
    (name: ChangeName) =>
    (given: ChangeInput<typeof name>, request?: RequestKey, announcement?: Announcement) =>
      call(() => engine.change(name, wellFormed(given), request && wellFormed(request), announcement));
  const read =
    (name: ReadName) =>
    (...args: ReadInput<typeof name>) =>
      call(() => engine.read(name, wellFormed(args)));
  // The compiler cannot see that the lists of names are complete. The types of `changes` and `reads`, which they come
  // from, ensure it.
  const calls = {
    ...Object.fromEntries(changeNames.map((name) => [name, change(name)])),
    ...Object.fromEntries(readNames.map((name) => [name, read(name)])),
  } as unknown as Pick<Store, ChangeName | ReadName>;
  return {
    ...calls,
    ordered: engine.ordered,
    check: () => call(() => engine.check()),
    close() {
      closing ??= Promise.allSettled(running).then(() => engine.close());
      return closing;
    },
  };
}

/** Returns a copy whose strings both databases can store: U+0000 and lone surrogates become U+FFFD. */
function wellFormed<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return Buffer.from(value).toString().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, clean(member)]));
}

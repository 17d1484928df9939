import { Refusal } from '../protocol/errors.js';
import { changeNames, readNames } from './queries/queries.js';
import {
  type ChangeInput,
  type ChangeName,
  DEADLINE,
  type Outcome,
  type ReadAnswer,
  type ReadInput,
  type ReadName,
  type RequestKey,
  type Store,
  type ValueOf,
} from './store.js';

/** A database with a way to run the queries in it: what differs between the implementations of the store. */
export interface Engine {
  readonly ordered: boolean;
  change<K extends ChangeName>(
    name: K,
    given: ChangeInput<K>,
    request: RequestKey | undefined,
  ): Promise<Outcome<ValueOf<K>>>;
  read<K extends ReadName>(name: K, args: ReadInput<K>): Promise<ReadAnswer<K>>;
  close(): Promise<void>;
}

/** A Refusal `unavailable`; `cause` is for the log, its reader is told no more than that. */
export function unavailable(cause: unknown): Refusal {
  const refusal = new Refusal('unavailable', 'the database cannot be reached at the moment');
  refusal.cause = cause;
  return refusal;
}

/**
 * The store that works on an engine.
 * @param deadline ms after which a call is given up
 */
export function storeOn(engine: Engine, deadline = DEADLINE): Store {
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    if (closing) throw unavailable(new Error('the store is closed'));
    const answer = within(deadline, run());
    running.add(answer);
    try {
      return await answer;
    } finally {
      running.delete(answer);
    }
  };
  const change = (name: ChangeName) => (given: ChangeInput<typeof name>, request?: RequestKey) =>
    call(() => engine.change(name, wellFormed(given), request && wellFormed(request)));
  const read =
    (name: ReadName) =>
    (...args: ReadInput<typeof name>) =>
      call(() => engine.read(name, wellFormed(args)));
  // The compiler cannot see that the lists of names are complete; the type of what they are made from makes sure.
  const calls = {
    ...Object.fromEntries(changeNames.map((name) => [name, change(name)])),
    ...Object.fromEntries(readNames.map((name) => [name, read(name)])),
  } as unknown as Pick<Store, ChangeName | ReadName>;
  return {
    ...calls,
    ordered: engine.ordered,
    async check() {
      await calls.lecture(0);
    },
    close() {
      closing ??= Promise.allSettled(running).then(() => engine.close());
      return closing;
    },
  };
}

/** Rejects with a Refusal `unavailable` once so many ms are over. */
function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(unavailable(new Error(`no answer in ${ms} ms`))), ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The same with every text such that each database keeps it as it is: no U+0000, no half of a surrogate pair. */
function wellFormed<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return Buffer.from(value).toString().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, clean(member)]));
}

import { Worker } from 'node:worker_threads';
import { Refusal } from '../protocol/errors.js';
import { type Engine, storeOn, unavailable } from './engine.js';
import { StoreError } from './errors.js';
import { clock } from './group-commit.js';
import type { Answer, Call, ChangeCall, FromWorker, ReadCall, WorkerOptions } from './sqlite-messages.js';
import type {
  ChangeInput,
  ChangeName,
  Outcome,
  ReadAnswer,
  ReadInput,
  ReadName,
  RequestKey,
  Store,
  ValueOf,
} from './store.js';

const workerUrl = new URL('./sqlite-worker.js', import.meta.url);

/**
 * The embedded store: SQLite in `<folder>/lectern.db`, in a thread of its own.
 * @param worker the thread's program
 * @throws StoreError where the file cannot be opened
 */
export async function openSqlite(folder: string, worker = workerUrl): Promise<Store> {
  const engine = new SqliteEngine(folder, worker);
  await engine.open();
  return storeOn(engine);
}

/** Keeps a thread going that answers calls; when one is lost, the next call starts another. */
class SqliteEngine implements Engine {
  /** One thread, whose answers come as it gives them. */
  readonly ordered = true;
  private thread: Thread | undefined;

  constructor(
    private readonly folder: string,
    private readonly worker: URL,
  ) {}

  open(): Promise<void> {
    return this.start(true).opened;
  }

  async change<K extends ChangeName>(name: K, given: ChangeInput<K>, request: RequestKey | undefined) {
    return (await this.call({ kind: 'change', name, given, request })) as Outcome<ValueOf<K>>;
  }

  async read<K extends ReadName>(name: K, args: ReadInput<K>) {
    return (await this.call({ kind: 'read', name, args })) as ReadAnswer<K>;
  }

  async close(): Promise<void> {
    await this.thread?.close();
  }

  private call(call: ChangeCall | ReadCall): Promise<unknown> {
    const thread = this.thread ?? this.start(false);
    return thread.call(call);
  }

  /** `create` is for the first time: a file that has vanished since then is not replaced by an empty one. */
  private start(create: boolean): Thread {
    const thread = new Thread(this.worker, { folder: this.folder, create });
    thread.ended.then(() => {
      if (this.thread === thread) this.thread = undefined;
    });
    this.thread = thread;
    return thread;
  }
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

class Thread {
  /** Rejects with a StoreError where the database cannot be opened. */
  readonly opened: Promise<void>;
  readonly ended: Promise<void>;
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;

  constructor(program: URL, options: WorkerOptions) {
    this.worker = new Worker(program, { workerData: options });
    let cause: Error | undefined;
    this.worker.on('error', (error) => {
      cause = error;
    });
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', () => {
        const error = unavailable(cause ?? new Error("the database's thread has ended"));
        for (const { reject } of this.pending.values()) reject(error);
        this.pending.clear();
        resolve();
      });
    });
    this.opened = new Promise((resolve, reject) => {
      this.worker.on('message', (message: FromWorker) => {
        if (message === 'opened') resolve();
        else if ('failed' in message) {
          cause = new StoreError(message.failed);
          reject(cause);
        } else this.settle(message);
      });
      this.ended.then(() => reject(cause));
    });
    // After the first time nobody waits for it: the calls are refused when the thread ends.
    this.opened.catch(() => {});
  }

  call(call: ChangeCall | ReadCall): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      const message: Call = { ...call, id: this.lastId, since: clock() };
      this.worker.postMessage(message);
      this.pending.set(message.id, { resolve, reject });
    });
  }

  close(): Promise<void> {
    this.worker.postMessage('close');
    return this.ended;
  }

  private settle(answer: Answer): void {
    const pending = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    if (!pending) return;
    if ('value' in answer) pending.resolve(answer.value);
    else if ('refusal' in answer) {
      const { code, message, cause } = answer.refusal;
      const refusal = new Refusal(code, message);
      refusal.cause = cause;
      pending.reject(refusal);
    } else pending.reject(new Error(answer.error));
  }
}

import { Worker } from 'node:worker_threads';
import { Refusal } from '../protocol/errors.js';
import { createStore, databaseUnavailable, type Engine } from './engine.js';
import { StoreError } from './errors.js';
import { monotonicMs } from './group-commit.js';
import type { Call, WorkerAnswer, WorkerCall, WorkerMessage, WorkerOptions } from './sqlite-messages.js';
import type {
  Announcement,
  ChangeInput,
  ChangeName,
  ChangeResult,
  ChangeValue,
  ReadInput,
  ReadName,
  ReadResult,
  RequestKey,
  Store,
} from './store.js';

const workerUrl = new URL('./sqlite-worker.js', import.meta.url);

/**
 * Opens the embedded store: SQLite in `<folder>/lectern.db`, in a worker thread.
 * @param worker URL of the worker's script
 * @throws StoreError if the file cannot be opened
 */
export async function openSqlite(folder: string, worker = workerUrl): Promise<Store> {
  const engine = new SqliteEngine(folder, worker);
  await engine.open();
  return createStore(engine);
}

/** Sends calls to a worker thread. If the worker has crashed, the next call starts a new one. */
class SqliteEngine implements Engine {
  /** A single worker answers in the order of its commits. */
  readonly ordered = true;
  private connection: WorkerConnection | undefined;

  constructor(
    private readonly folder: string,
    private readonly worker: URL,
  ) {}

  open(): Promise<void> {
    return this.start(true).opened;
  }

  async change<K extends ChangeName>(
    name: K,
    given: ChangeInput<K>,
    request: RequestKey | undefined,
    announcement: Announcement | undefined,
  ) {
    const call = { kind: 'change', name, given, request, announcement } as const;
    return (await this.call(call)) as ChangeResult<ChangeValue<K>>;
  }

  async read<K extends ReadName>(name: K, args: ReadInput<K>) {
    return (await this.call({ kind: 'read', name, args })) as ReadResult<K>;
  }

  async check(): Promise<void> {
    await this.call({ kind: 'check' });
  }

  async close(): Promise<void> {
    await this.connection?.close();
  }

  private call(call: Call): Promise<unknown> {
    const thread = this.connection ?? this.start(false);
    return thread.call(call);
  }

  /** `create` is true only for the first worker, so that a file that was deleted later is not replaced by an empty one. */
  private start(create: boolean): WorkerConnection {
    const thread = new WorkerConnection(this.worker, { folder: this.folder, create });
    thread.ended.then(() => {
      if (this.connection === thread) this.connection = undefined;
    });
    this.connection = thread;
    return thread;
  }
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

class WorkerConnection {
  /** Rejects with a StoreError if the database cannot be opened. */
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
        const error = databaseUnavailable(cause ?? new Error("the database's worker thread has exited"));
        for (const { reject } of this.pending.values()) reject(error);
        this.pending.clear();
        resolve();
      });
    });
    this.opened = new Promise((resolve, reject) => {
      this.worker.on('message', (message: WorkerMessage) => {
        if (message === 'opened') resolve();
        else if ('failed' in message) {
          cause = new StoreError(message.failed);
          reject(cause);
        } else this.settle(message);
      });
      this.ended.then(() => reject(cause));
    });
    // Only the first worker is waited for. The calls to later ones are rejected when the worker exits.
    this.opened.catch(() => {});
  }

  call(call: Call): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.lastId += 1;
      const message: WorkerCall = { ...call, id: this.lastId, since: monotonicMs() };
      this.worker.postMessage(message);
      this.pending.set(message.id, { resolve, reject });
    });
  }

  close(): Promise<void> {
    this.worker.postMessage('close');
    return this.ended;
  }

  private settle(answer: WorkerAnswer): void {
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

import { afterRunning } from './running-time.js';

/** Time limit for a task that waits for its turn. */
interface Limit {
  ms: number;
  /** The error of a task that waited for longer. */
  error(): Error;
}

/** Runs tasks with the same key one after the other, in the order of the calls. */
export class KeyedMutex {
  /** The end of the last task of each key. */
  private readonly last = new Map<string, Promise<void>>();

  /** @param limit if tasks do not wait for as long as it takes */
  constructor(private readonly limit?: Limit) {}

  /** Rejects as the task does, or with the limit's error if its turn does not come: the task is not run then. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const { limit } = this;
      let waiting = true;
      const deadline =
        limit &&
        afterRunning(limit.ms, () => {
          waiting = false;
          reject(limit.error());
        });
      const turn = async () => {
        if (!waiting) return;
        deadline?.cancel();
        try {
          resolve(await task());
        } catch (error) {
          reject(error);
        }
      };
      const end = (this.last.get(key) ?? Promise.resolve()).then(turn).finally(() => {
        if (this.last.get(key) === end) this.last.delete(key);
      });
      this.last.set(key, end);
    });
  }
}

import { Refusal } from './errors.js';

/** How many outcomes are kept for each client. */
const KEPT = 256;

/** A request that was made: its type, and what came of it or will. */
interface Made<T> {
  of: string;
  outcome: T | Promise<T>;
}

/**
 * What came of a client's last requests, by their `id`: who sends one again because the answer was lost is answered the
 * same, and nothing is done twice (docs/protocol.md#repeating-a-request).
 */
export class IdempotentRequests<T> {
  private made: Map<string | number, Made<T>> | undefined;
  /** What is being done, by the id of its request. */
  private running: Map<string | number, Promise<T>> | undefined;

  /**
   * Does something, or gives what came of it where it was done under this id. What is refused may be tried again.
   * @throws Refusal conflict where the id has been used for another type
   */
  runOnce(id: string | number, of: string, make: () => T | Promise<T>): T | Promise<T> {
    this.made ??= new Map();
    const all = this.made;
    const earlier = all.get(id);
    if (earlier) {
      if (earlier.of !== of) throw new Refusal('conflict', 'this id has been used for another request');
      return earlier.outcome;
    }
    const outcome = make();
    const made = { of, outcome };
    all.set(id, made);
    for (const oldest of all.keys()) {
      if (all.size <= KEPT) break;
      all.delete(oldest);
    }
    if (outcome instanceof Promise) {
      outcome.catch(() => {
        if (all.get(id) === made) all.delete(id);
      });
    }
    return outcome;
  }

  /** Does something as soon as nothing else is being done under this id. */
  runAfterPending(id: string | number, make: () => T | Promise<T>): T | Promise<T> {
    this.running ??= new Map();
    const { running } = this;
    const before = running.get(id);
    const outcome = before ? before.then(make, make) : make();
    if (outcome instanceof Promise) {
      running.set(id, outcome);
      const end = () => {
        if (running.get(id) === outcome) running.delete(id);
      };
      outcome.then(end, end);
    }
    return outcome;
  }
}

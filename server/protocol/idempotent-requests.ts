import { Refusal } from './errors.js';

/** Maximum number of stored outcomes per client. */
const KEPT = 256;

/** A request with its type and its outcome, which can be pending. */
interface Made<T> {
  of: string;
  outcome: T | Promise<T>;
}

/**
 * The outcomes of a client's last requests by `id`. A client that repeats a request, because the reply was lost, gets
 * the same reply, and the request is not executed twice (docs/protocol.md#repeating-a-request).
 */
export class IdempotentRequests<T> {
  private made: Map<string | number, Made<T>> | undefined;
  /** Pending requests by ID. */
  private running: Map<string | number, Promise<T>> | undefined;

  /**
   * Executes a request, or returns its outcome if it was executed before. A refused request can be tried again.
   * @throws Refusal conflict if the ID was used for another type
   */
  runOnce(id: string | number, of: string, make: () => T | Promise<T>): T | Promise<T> {
    this.made ??= new Map();
    const all = this.made;
    const earlier = all.get(id);
    if (earlier) {
      if (earlier.of !== of)
        throw new Refusal('conflict', 'this id was already used for another type of request');
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

  /** Executes a request after pending requests with the same ID have completed. */
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

import { Refusal } from '../protocol/errors.js';

/** How many outcomes are kept for each client. */
const KEPT = 256;

/** A request that was made: its type, and what came of it or will. */
interface Made<T> {
  of: string;
  outcome: T | Promise<T>;
}

/**
 * What came of a client's last requests, by their `id`: who sends one again because the answer was lost is answered the
 * same, and nothing is done twice (protocol, section 8, rule 6).
 */
export class Outcomes<T> {
  private readonly made = new Map<string | number, Made<T>>();
  /** What is being done, by the id of its request. */
  private readonly running = new Map<string | number, Promise<T>>();

  /**
   * Does something, or gives what came of it where it was done under this id. What is refused may be tried again.
   * @throws Refusal conflict where the id has been used for another type
   */
  once(id: string | number, of: string, make: () => T | Promise<T>): T | Promise<T> {
    const earlier = this.made.get(id);
    if (earlier) {
      if (earlier.of !== of) throw new Refusal('conflict', 'this id has been used for another request');
      return earlier.outcome;
    }
    const outcome = make();
    const made = { of, outcome };
    this.made.set(id, made);
    for (const oldest of this.made.keys()) {
      if (this.made.size <= KEPT) break;
      this.made.delete(oldest);
    }
    if (outcome instanceof Promise) {
      outcome.catch(() => {
        if (this.made.get(id) === made) this.made.delete(id);
      });
    }
    return outcome;
  }

  /** Does something as soon as nothing else is being done under this id. */
  afterOther(id: string | number, make: () => T | Promise<T>): T | Promise<T> {
    const before = this.running.get(id);
    const outcome = before ? before.then(make, make) : make();
    if (outcome instanceof Promise) {
      this.running.set(id, outcome);
      const end = () => {
        if (this.running.get(id) === outcome) this.running.delete(id);
      };
      outcome.then(end, end);
    }
    return outcome;
  }
}

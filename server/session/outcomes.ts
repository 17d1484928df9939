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

  get(id: string | number): Made<T> | undefined {
    return this.made.get(id);
  }

  /** Keeps an outcome, also while it is being waited for; a request that is refused may be made again. */
  keep(id: string | number, made: Made<T>): void {
    this.made.set(id, made);
    for (const oldest of this.made.keys()) {
      if (this.made.size <= KEPT) break;
      this.made.delete(oldest);
    }
    if (made.outcome instanceof Promise) {
      made.outcome.catch(() => {
        if (this.made.get(id) === made) this.made.delete(id);
      });
    }
  }
}

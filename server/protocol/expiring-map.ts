/** Number of entries from which on those that have expired are removed. */
const MIN_SWEEP = 1024;

/** A map with a maximum number of entries. Expired entries are removed first, since new ones would equal them. */
export class ExpiringMap<T> {
  private readonly entries = new Map<string, T>();
  private sweepAt = MIN_SWEEP;

  /** @param most maximum number of entries. Beyond it, the oldest ones are removed */
  constructor(
    private readonly most: number,
    private readonly isExpired: (entry: T, now: number) => boolean,
  ) {}

  /** Returns an entry, which is made if it does not exist. */
  get(key: string, now: number, make: () => T): T {
    const found = this.entries.get(key);
    if (found) return found;
    if (this.entries.size >= this.sweepAt) this.sweep(now);
    const made = make();
    this.entries.set(key, made);
    return made;
  }

  private sweep(now: number): void {
    for (const [key, entry] of this.entries) {
      if (this.isExpired(entry, now)) this.entries.delete(key);
    }
    for (const key of this.entries.keys()) {
      // Some more than necessary, so that the next sweep is not due immediately.
      if (this.entries.size <= this.most * 0.9) break;
      this.entries.delete(key);
    }
    this.sweepAt = Math.min(Math.max(this.entries.size * 2, MIN_SWEEP), this.most);
  }
}

const GATHER_MS = 250;

/**
 * Gathers what is to be sent again after a change: each thing, by its key, at most four times a second and not
 * before 250 ms after the first change, however many changes come in.
 */
export class Gatherer {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  /** @param failed hears of sendings that were rejected: the next change tries again */
  constructor(private readonly failed: (error: unknown) => void) {}

  add(key: string, send: () => Promise<void>): void {
    if (this.timers.has(key)) return;
    const timer = setTimeout(() => {
      this.timers.delete(key);
      send().catch(this.failed);
    }, GATHER_MS).unref();
    this.timers.set(key, timer);
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}

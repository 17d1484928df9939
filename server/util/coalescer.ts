/**
 * Gathers what is to be sent again after a change: each thing, by its key, at most once in so many ms and not before
 * they have passed since the first change, however many changes come in.
 */
export class Coalescer {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  /** @param failed hears of sendings that were rejected: the next change tries again */
  constructor(
    private readonly failed: (error: unknown) => void,
    private readonly ms: number,
  ) {}

  add(key: string, send: () => Promise<void>): void {
    if (this.timers.has(key)) return;
    const timer = setTimeout(() => {
      this.timers.delete(key);
      send().catch(this.failed);
    }, this.ms).unref();
    this.timers.set(key, timer);
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}

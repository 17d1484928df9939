/** Coalesces changes by key: after the first change it waits for an interval, and then sends once for all changes. */
export class Coalescer {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  /** @param onError called with the error if sending fails; the next change sends again */
  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly ms: number,
  ) {}

  add(key: string, send: () => Promise<void>): void {
    if (this.timers.has(key)) return;
    const timer = setTimeout(() => {
      this.timers.delete(key);
      send().catch(this.onError);
    }, this.ms).unref();
    this.timers.set(key, timer);
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}

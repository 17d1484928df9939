/** Coalesces changes by key: after the first change it waits for an interval, and then sends once for all changes. */
export class Coalescer {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  /** @param onError called with the error if sending fails; the next change sends again */
  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly ms: number,
  ) {}

  /** @param waitMs returns how much longer the changes have to wait */
  add(key: string, send: () => Promise<void>, waitMs: () => number = () => 0): void {
    if (this.timers.has(key)) return;
    const sendOrWait = () => {
      const wait = waitMs();
      if (wait > 0) {
        this.timers.set(key, setTimeout(sendOrWait, wait).unref());
        return;
      }
      this.timers.delete(key);
      send().catch(this.onError);
    };
    this.timers.set(key, setTimeout(sendOrWait, this.ms).unref());
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }
}

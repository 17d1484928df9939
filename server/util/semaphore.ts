/** Limits the number of concurrent holders; the others wait in order. */
export class Semaphore {
  private readonly waiting = new Set<() => void>();
  private inside = 0;

  constructor(private readonly width: number) {}

  /**
   * Resolves with true once acquired, which requires a call of `release`; with false if the signal was aborted before.
   * @param signal a signal for this call only, because its listener is not removed
   */
  acquire(signal: AbortSignal): Promise<boolean> {
    if (this.inside < this.width) {
      this.inside++;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const admit = () => resolve(true);
      this.waiting.add(admit);
      signal.addEventListener('abort', () => {
        this.waiting.delete(admit);
        resolve(false);
      });
    });
  }

  release(): void {
    const [next] = this.waiting;
    if (next) {
      this.waiting.delete(next);
      next();
    } else {
      this.inside--;
    }
  }
}

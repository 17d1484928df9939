/** Lets so many in at a time; the others wait in the order in which they came. */
export class Semaphore {
  private readonly waiting = new Set<() => void>();
  private inside = 0;

  constructor(private readonly width: number) {}

  /**
   * True once inside, and then `release` must follow; false where the signal was aborted before.
   * @param signal of this one only: it is listened to for as long as it lives
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

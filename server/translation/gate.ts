/** Lets so many in at a time; the others wait in the order in which they came. */
export class Gate {
  private readonly waiting = new Set<() => void>();
  private inside = 0;

  constructor(private readonly width: number) {}

  /** True once inside, and then `leave` must follow; false where the signal was aborted before. */
  enter(signal: AbortSignal): Promise<boolean> {
    if (this.inside < this.width) {
      this.inside++;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const admit = () => {
        signal.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = () => {
        this.waiting.delete(admit);
        resolve(false);
      };
      this.waiting.add(admit);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  leave(): void {
    const [next] = this.waiting;
    if (next) {
      this.waiting.delete(next);
      next();
    } else {
      this.inside--;
    }
  }
}

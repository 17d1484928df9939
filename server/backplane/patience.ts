/** Nothing came back in time. */
export class Silence extends Error {}

/** Parts of the time in which it is looked whether it is over. */
const LOOKS = 20;

interface Waiting {
  /** When it has waited for long enough, in ms of performance.now(). */
  until: number;
  reject(error: Silence): void;
}

/** Waits for answers, for as long for each: one timer does for all of them. */
export class Patience {
  /** Whoever has waited longest is first. */
  private readonly waiting = new Set<Waiting>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ms: number) {}

  /** @throws Silence where there is no answer in time, or a little later */
  wait<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting = { until: performance.now() + this.ms, reject };
      this.waiting.add(waiting);
      this.timer ??= setInterval(this.look, this.ms / LOOKS);
      answer.then(
        (value) => {
          this.waiting.delete(waiting);
          resolve(value);
        },
        (error) => {
          this.waiting.delete(waiting);
          reject(error);
        },
      );
    });
  }

  private readonly look = (): void => {
    const now = performance.now();
    for (const waiting of this.waiting) {
      if (waiting.until > now) return;
      this.waiting.delete(waiting);
      waiting.reject(new Silence(`no answer within ${this.ms} ms`));
    }
    clearInterval(this.timer);
    this.timer = undefined;
  };
}

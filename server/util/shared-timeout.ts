/** Nothing came back in time. */
export class NoAnswerError extends Error {}

/** Parts of the time in which it is looked whether it is over. */
const LOOKS = 20;

interface Waiting {
  /** When it has waited for long enough, in ms of performance.now(). */
  until: number;
  /** Undefined once the answer came. */
  reject: ((error: NoAnswerError) => void) | undefined;
}

/** Waits for answers, for as long for each: one timer does for all of them. */
export class SharedTimeout {
  /** Whoever has waited longest is first; who has an answer goes when it is looked. */
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ms: number) {}

  /** @throws NoAnswerError where there is no answer in time, or a little later */
  race<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { until: performance.now() + this.ms, reject };
      this.waiting.push(waiting);
      this.timer ??= setInterval(this.look, this.ms / LOOKS);
      answer.then(
        (value) => {
          waiting.reject = undefined;
          resolve(value);
        },
        (error) => {
          waiting.reject = undefined;
          reject(error);
        },
      );
    });
  }

  private readonly look = (): void => {
    const now = performance.now();
    this.waiting = this.waiting.filter(({ until, reject }) => {
      if (reject && until <= now) reject(new NoAnswerError(`no answer within ${this.ms} ms`));
      return reject && until > now;
    });
    if (this.waiting.length > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  };
}

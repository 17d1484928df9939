import { runningTime } from './running-time.js';

/** Thrown if there is no answer within the timeout. */
export class NoAnswerError extends Error {}

/** Number of checks within a timeout. */
const LOOKS = 20;

interface Waiting {
  /** Deadline, in ms of runningTime. */
  until: number;
  /** Undefined once there is an answer. */
  reject: ((error: NoAnswerError) => void) | undefined;
}

/** Applies the same timeout to many promises with a single timer. */
export class SharedTimeout {
  /** Ordered by deadline. Entries with an answer are removed at the next check. */
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ms: number) {}

  /** @throws NoAnswerError after the timeout, or up to one check later */
  race<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { until: runningTime() + this.ms, reject };
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

  /** Answers that have arrived meanwhile are handled first. */
  private readonly look = (): void => {
    setImmediate(() => this.rejectOverdue());
  };

  private rejectOverdue(): void {
    const now = runningTime();
    this.waiting = this.waiting.filter(({ until, reject }) => {
      if (reject && until <= now) reject(new NoAnswerError(`no answer within ${this.ms} ms`));
      return reject && until > now;
    });
    if (this.waiting.length > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

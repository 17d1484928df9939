import { setImmediate } from 'node:timers/promises';

/** Maximum time in ms that jobs run before the thread receives messages again. */
const RUN_MS = 20;

/** Runs jobs one after the other. Urgent jobs precede those that wait. */
export class TurnQueue {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = false;

  run<T>(job: () => Promise<T>): Promise<T> {
    return this.add(job, (turn) => this.waiting.push(turn));
  }

  /** Runs a job before those that wait. */
  runFirst<T>(job: () => Promise<T>): Promise<T> {
    return this.add(job, (turn) => this.waiting.unshift(turn));
  }

  private add<T>(job: () => Promise<T>, enqueue: (turn: () => Promise<void>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      enqueue(() => job().then(resolve, reject));
      if (!this.running) void this.runAll();
    });
  }

  private async runAll(): Promise<void> {
    this.running = true;
    await Promise.resolve();
    let since = performance.now();
    for (let turn = this.waiting.shift(); turn; turn = this.waiting.shift()) {
      await turn();
      if (performance.now() - since < RUN_MS) continue;
      // Jobs only wait for promises, so without this, no message would arrive until the queue is empty.
      await setImmediate();
      since = performance.now();
    }
    this.running = false;
  }
}

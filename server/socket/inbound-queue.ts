/** Number of waiting tasks at which reading from the socket is paused. */
const HIGH_WATER = 32;

/** Runs tasks one after the other: the next task waits for the promise that the previous one returned. */
export class InboundQueue {
  private tasks: (() => Promise<void> | void)[] | undefined;
  private busy = false;
  private paused = false;

  /** @param source paused while too many tasks wait */
  constructor(private readonly source: { pause(): void; resume(): void }) {}

  push(task: () => Promise<void> | void): void {
    if (!this.busy) {
      const done = task();
      if (done) this.wait(done);
      return;
    }
    this.tasks ??= [];
    this.tasks.push(task);
    if (!this.paused && this.tasks.length >= HIGH_WATER) {
      this.paused = true;
      this.source.pause();
    }
  }

  private wait(done: Promise<void>): void {
    this.busy = true;
    const next = () => {
      this.busy = false;
      while (!this.busy && this.tasks && this.tasks.length > 0) {
        const following = this.tasks.shift()?.();
        if (following) this.wait(following);
      }
      if (this.paused && this.tasks?.length === 0) {
        this.paused = false;
        this.source.resume();
      }
    };
    done.then(next, next);
  }
}

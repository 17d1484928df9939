/** Past this many waiting tasks a sender is held up. */
const HIGH_WATER = 32;

/** Runs tasks one after the other: a task that returns a promise holds up those behind it. */
export class Inbox {
  private waiting: (() => Promise<void> | void)[] | undefined;
  private busy = false;
  private held = false;

  /** @param sender who is held up while too much waits */
  constructor(private readonly sender: { pause(): void; resume(): void }) {}

  push(task: () => Promise<void> | void): void {
    if (!this.busy) {
      const done = task();
      if (done) this.wait(done);
      return;
    }
    this.waiting ??= [];
    this.waiting.push(task);
    if (!this.held && this.waiting.length >= HIGH_WATER) {
      this.held = true;
      this.sender.pause();
    }
  }

  private wait(done: Promise<void>): void {
    this.busy = true;
    const next = () => {
      this.busy = false;
      while (!this.busy && this.waiting && this.waiting.length > 0) {
        const following = this.waiting.shift()?.();
        if (following) this.wait(following);
      }
      if (this.held && this.waiting?.length === 0) {
        this.held = false;
        this.sender.resume();
      }
    };
    done.then(next, next);
  }
}

/** Number of waiting tasks, and of bytes that they hold, at which reading from the socket is paused. */
const HIGH_WATER = 32;
const HIGH_WATER_BYTES = 256 * 1024;

interface Task {
  run(): Promise<void> | void;
  bytes: number;
}

/** Runs tasks one after the other: the next task waits for the promise that the previous one returned. */
export class InboundQueue {
  private tasks: Task[] | undefined;
  private bytes = 0;
  private busy = false;
  private paused = false;

  /** @param source paused while too many tasks wait */
  constructor(private readonly source: { pause(): void; resume(): void }) {}

  /** Whether a task is running, so that others wait. */
  get isBusy(): boolean {
    return this.busy;
  }

  /** Whether the source is paused. */
  get isPaused(): boolean {
    return this.paused;
  }

  /** @param bytes the size of the message that the task holds */
  push(run: () => Promise<void> | void, bytes = 0): void {
    if (!this.busy) {
      const done = run();
      if (done) this.wait(done);
      return;
    }
    this.tasks ??= [];
    this.tasks.push({ run, bytes });
    this.bytes += bytes;
    if (!this.paused && (this.tasks.length >= HIGH_WATER || this.bytes >= HIGH_WATER_BYTES)) {
      this.paused = true;
      this.source.pause();
    }
  }

  private wait(done: Promise<void>): void {
    this.busy = true;
    const next = () => {
      this.busy = false;
      while (!this.busy && this.tasks && this.tasks.length > 0) {
        const task = this.tasks.shift();
        this.bytes -= task?.bytes ?? 0;
        const following = task?.run();
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

import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Pause in ms before a failed write is repeated. Each further failure doubles it. */
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 1000;

/** Maximum time in ms that `flushSync` waits for a slow reader, and the pause between its attempts. */
const FLUSH_MS = 250;
const FLUSH_PAUSE_MS = 10;

/**
 * Writes lines to standard output or standard error without ever waiting for it. If the reader is stuck or gone, or the
 * disk is full, some lines are kept for later attempts and the others are dropped and counted.
 *
 * The writes are synchronous on a descriptor that does not block. A write in Node's thread pool that blocks would keep
 * the process from exiting, and a stream that is emptied at exit can repeat a failed write forever.
 */
export class BoundedOutput {
  /** Maximum number of bytes that wait for the reader or the disk. Further lines are dropped. */
  maxBacklog = 1_048_576;
  private readonly backlog: Buffer[] = [];
  private backlogBytes = 0;
  private descriptor: number | undefined;
  private pause = FIRST_PAUSE_MS;
  private timer: NodeJS.Timeout | undefined;
  private droppedCount = 0;
  /** Number of lines dropped since the last successful write. */
  private droppedNow = 0;
  private failure = '';
  /** Called with the number of dropped lines and the last error code when lines can be written again. */
  onRecovered: ((dropped: number, code: string) => void) | undefined;

  /** @param fd 1 for standard output, 2 for standard error */
  constructor(private readonly fd: 1 | 2) {}

  /** Number of lines that were dropped since the start. */
  get dropped(): number {
    return this.droppedCount;
  }

  /** Writes a line that ends with a line feed, keeps it for later, or drops it. Never throws. */
  write(text: string): void {
    const line = Buffer.from(text);
    const waiting = this.backlog.length > 0;
    if (waiting && this.backlogBytes + line.length > this.maxBacklog) {
      this.droppedCount++;
      this.droppedNow++;
      return;
    }
    this.backlog.push(line);
    this.backlogBytes += line.length;
    if (!waiting) this.flush();
  }

  /** Tries to write what is waiting, for at most 250 ms; for the end of the process. Never throws. */
  flushSync(): void {
    const deadline = performance.now() + FLUSH_MS;
    const sleeper = new Int32Array(new SharedArrayBuffer(4));
    while (!this.flush() && this.failure === 'EAGAIN' && performance.now() < deadline) {
      Atomics.wait(sleeper, 0, 0, FLUSH_PAUSE_MS);
    }
  }

  /** Writes the backlog. Returns whether nothing is left; otherwise it tries again later. */
  private flush(): boolean {
    for (let line = this.backlog[0]; line; line = this.backlog[0]) {
      let written: number;
      try {
        this.descriptor ??= withoutBlocking(this.fd);
        written = writeSync(this.descriptor, line);
      } catch (error) {
        this.failure = (error as NodeJS.ErrnoException).code ?? 'unknown';
        this.tryLater();
        return false;
      }
      this.pause = FIRST_PAUSE_MS;
      this.backlogBytes -= written;
      // The rest of a line follows, even after a failure, so that lines stay whole.
      if (written < line.length) this.backlog[0] = line.subarray(written);
      else this.backlog.shift();
    }
    const dropped = this.droppedNow;
    this.droppedNow = 0;
    if (dropped > 0) this.onRecovered?.(dropped, this.failure);
    return true;
  }

  private tryLater(): void {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, this.pause).unref();
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }
}

/** Returns a descriptor for the same output that does not block if the reader is stuck. */
function withoutBlocking(fd: 1 | 2): number {
  const kind = fstatSync(fd);
  // Node makes pipes and sockets non-blocking when it creates its own stream for them.
  if (kind.isFIFO() || kind.isSocket()) (fd === 1 ? process.stdout : process.stderr).on('error', () => {});
  if (!isatty(fd)) return fd;
  try {
    // A terminal that is paused (Ctrl-S) or not read. Opened again, because the shell uses the same open terminal.
    return openSync(`/dev/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return fd;
  }
}

/** The standard output of this process, for its log. */
export const logOutput = new BoundedOutput(1);

/** The standard error of this process, for messages to its user. */
export const userOutput = new BoundedOutput(2);

import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';

export type LogLine = Record<string, unknown> & { level: number; msg: string };

/** A log that is stored in memory. */
export class KeptLog {
  readonly lines: LogLine[] = [];
  readonly logger: Logger;
  private readonly taken = new Set<LogLine>();
  private told = (): void => {};

  constructor() {
    this.logger = pino(
      new Writable({
        write: (chunk, _, done) => {
          this.lines.push(JSON.parse(String(chunk)));
          this.told();
          done();
        },
      }),
    );
  }

  /** The first line with this text that was not returned before; waits for it. */
  async line(msg: string): Promise<LogLine> {
    for (;;) {
      const found = this.lines.find((line) => line.msg === msg && !this.taken.has(line));
      if (found) {
        this.taken.add(found);
        return found;
      }
      await new Promise<void>((resolve) => {
        this.told = resolve;
      });
    }
  }
}

type Level = 'info' | 'warn' | 'error';

type Logger = Record<Level, (fields: object, text: string) => void>;

const WINDOW_MS = 60_000;

/** Lines of one kind within the present minute. */
interface Lines {
  count: number;
  /** Writes the line that gives the number of those left out. */
  summarize(leftOut: number): void;
}

/**
 * Logs events that a client can cause as often as it likes, with a maximum number of lines per minute for each kind.
 * One line at the end of the minute gives the number of those left out.
 */
export class LimitedLog {
  private readonly kinds = new Map<string, Lines>();
  private timer: NodeJS.Timeout | undefined;

  /** @param perMinute maximum number of lines of one kind per minute */
  constructor(
    private readonly log: Logger,
    private readonly perMinute: number,
  ) {}

  /**
   * @param kind fields that all lines of a kind have in common. Their values come from lists in the code, never from a
   *   client, so that the number of kinds is bounded.
   * @param details further fields of this line
   */
  write(
    level: Level,
    text: string,
    kind: Record<string, string | number | undefined>,
    details: object,
  ): void {
    const key = `${text} ${Object.values(kind).join(' ')}`;
    const lines = this.kinds.get(key);
    if (!lines) {
      const summarize = (leftOut: number) => this.log[level]({ ...kind, leftOut }, `${text}: lines left out`);
      this.kinds.set(key, { count: 1, summarize });
      this.timer ??= setTimeout(this.startMinute, WINDOW_MS).unref();
    } else {
      lines.count++;
      if (lines.count > this.perMinute) return;
    }
    this.log[level]({ ...kind, ...details }, text);
  }

  /** Writes the pending summaries. */
  close(): void {
    clearTimeout(this.timer);
    this.startMinute();
  }

  private readonly startMinute = (): void => {
    this.timer = undefined;
    for (const { count, summarize } of this.kinds.values()) {
      if (count > this.perMinute) summarize(count - this.perMinute);
    }
    this.kinds.clear();
  };
}

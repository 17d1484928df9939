/** Time in ms between two measurements. */
const INTERVAL_MS = 60_000;
/** Number of round trips per measurement. The shortest one is the most accurate. */
const SAMPLES = 5;
/** Maximum rate by which the clock runs faster or slower while it is corrected. */
const SLEW = 0.01;

const monotonic = (): number => performance.timeOrigin + performance.now();

/** A clock in ms since 1970 that all nodes share. It follows a reference clock, is monotonic, and never jumps. */
export class SharedClock {
  /** Difference to the local clock in ms, as of the local time `at`. */
  private offset = 0;
  private target = 0;
  private at: number;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param ask returns the time of the reference clock
   * @param local a monotonic clock in ms
   */
  constructor(
    private readonly ask: () => Promise<number>,
    private readonly local: () => number = monotonic,
  ) {
    this.at = local();
  }

  /** Sets the clock, and corrects it regularly from then on. Rejects if the reference clock cannot be read. */
  async open(): Promise<void> {
    this.offset = await this.measure();
    this.target = this.offset;
    // Without the reference clock, the clock continues uncorrected.
    this.timer = setInterval(() => void this.correct().catch(() => {}), INTERVAL_MS).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Returns the time in ms since 1970. */
  readonly now = (): number => {
    const local = this.local();
    const most = (local - this.at) * SLEW;
    this.at = local;
    this.offset += Math.min(most, Math.max(-most, this.target - this.offset));
    return local + this.offset;
  };

  /** Measures the difference to the reference clock again, and adjusts the clock gradually. */
  async correct(): Promise<void> {
    const target = await this.measure();
    this.now();
    this.target = target;
  }

  private async measure(): Promise<number> {
    let shortest = Number.POSITIVE_INFINITY;
    let offset = 0;
    for (let i = 0; i < SAMPLES; i++) {
      const asked = this.local();
      const there = await this.ask();
      const answered = this.local();
      if (answered - asked >= shortest) continue;
      shortest = answered - asked;
      offset = there - (asked + answered) / 2;
    }
    return offset;
  }
}

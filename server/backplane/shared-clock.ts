/** ms between measurements. */
const EVERY_MS = 60_000;
/** Round trips of one measurement: the shortest says most. */
const SAMPLES = 5;
/** By how much the clock may go faster or slower than time does, while it is set right. */
const SLEW = 0.01;

const monotonic = (): number => performance.timeOrigin + performance.now();

/** A clock that several nodes have in common, in ms since 1970: each takes it from one that all can ask. It never jumps. */
export class SharedClock {
  /** By how much the local clock is behind, at a moment of it. */
  private offset = 0;
  private target = 0;
  private at: number;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param ask gives the time of the clock that all can ask
   * @param local a monotonic clock in ms
   */
  constructor(
    private readonly ask: () => Promise<number>,
    private readonly local: () => number = monotonic,
  ) {
    this.at = local();
  }

  /** Sets the clock, and keeps it right from now on. Rejects where it cannot be asked. */
  async open(): Promise<void> {
    this.offset = await this.measure();
    this.target = this.offset;
    // Where it cannot be asked the clock goes on as it is.
    this.timer = setInterval(() => void this.correct().catch(() => {}), EVERY_MS).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  readonly now = (): number => {
    const local = this.local();
    const most = (local - this.at) * SLEW;
    this.at = local;
    this.offset += Math.min(most, Math.max(-most, this.target - this.offset));
    return local + this.offset;
  };

  /** Measures anew, and goes there step by step. */
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

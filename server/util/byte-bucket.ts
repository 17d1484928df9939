/** Seconds of the rate that a bucket holds when it is full. */
const BURST_SECONDS = 2;

/**
 * A rate of bytes. Anything can be sent while the bucket is not empty, even if it is larger than the rest; the debt then
 * delays what follows.
 */
export class ByteBucket {
  private bytes: number;
  private filledAt = performance.now();

  /** @param perSecond sustained rate; the burst is two seconds of it */
  constructor(private readonly perSecond: number) {
    this.bytes = perSecond * BURST_SECONDS;
  }

  /** Time in ms until something can be sent; 0 if it can be sent now. */
  get waitMs(): number {
    const now = performance.now();
    const earned = ((now - this.filledAt) / 1000) * this.perSecond;
    this.bytes = Math.min(this.perSecond * BURST_SECONDS, this.bytes + earned);
    this.filledAt = now;
    return this.bytes > 0 ? 0 : ((1 - this.bytes) / this.perSecond) * 1000;
  }

  spend(bytes: number): void {
    this.bytes -= bytes;
  }
}

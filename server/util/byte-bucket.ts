/**
 * A rate of bytes. Anything can be sent while the bucket is not empty, even if it is larger than the rest; the debt then
 * delays what follows.
 */
export class ByteBucket {
  private bytes: number;
  private filledAt = performance.now();

  /**
   * @param perSecond sustained rate
   * @param burstSeconds time in which a full bucket is earned
   */
  constructor(
    private readonly perSecond: number,
    private readonly burstSeconds = 2,
  ) {
    this.bytes = this.size;
  }

  /** Time in ms until something can be sent; 0 if it can be sent now. */
  get waitMs(): number {
    this.refill();
    return this.bytes > 0 ? 0 : Math.ceil(((1 - this.bytes) / this.perSecond) * 1000);
  }

  get isFull(): boolean {
    this.refill();
    return this.bytes >= this.size;
  }

  spend(bytes: number): void {
    this.bytes -= bytes;
  }

  private get size(): number {
    return this.perSecond * this.burstSeconds;
  }

  private refill(): void {
    const now = performance.now();
    const earned = ((now - this.filledAt) / 1000) * this.perSecond;
    this.bytes = Math.min(this.size, this.bytes + earned);
    this.filledAt = now;
  }
}

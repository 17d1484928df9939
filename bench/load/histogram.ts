/** Sixteen buckets for each doubling: a value is accurate to a sixteenth. */
const FINENESS = 16;

/** Counts values above 0 in buckets that widen with the value. */
export class Histogram {
  private readonly buckets = new Float64Array(64 * FINENESS);
  private count = 0;

  add(value: number): void {
    const bucket = Math.floor(Math.log2(Math.max(1, value)) * FINENESS);
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    this.count++;
  }

  clear(): void {
    this.buckets.fill(0);
    this.count = 0;
  }

  /** The value that the given percentage of the values does not exceed. */
  percentile(percent: number): number {
    let left = (this.count * percent) / 100;
    for (const [bucket, count] of this.buckets.entries()) {
      left -= count;
      if (left <= 0 && count > 0) return 2 ** ((bucket + 1) / FINENESS);
    }
    return 0;
  }
}

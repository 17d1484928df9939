/** Measures how long a client takes to answer the heartbeat. */
export class RoundTrip {
  private askedAt: number | undefined;
  private measured: number | undefined;

  /** The time in ms of the last heartbeat that was answered; undefined if there was none. */
  get ms(): number | undefined {
    return this.measured;
  }

  asked(): void {
    this.askedAt = performance.now();
  }

  answered(): void {
    if (this.askedAt === undefined) return;
    this.measured = performance.now() - this.askedAt;
    this.askedAt = undefined;
  }
}

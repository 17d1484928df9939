/**
 * The largest number of messages since a moment (of `performance.now()`), if the changes of so many ms share one and
 * another was due before. A machine of any speed keeps to it.
 */
export const atMost = (since: number, ms: number): number =>
  // Timers can be a millisecond early.
  Math.floor((performance.now() - since) / (ms - 1)) + 1;

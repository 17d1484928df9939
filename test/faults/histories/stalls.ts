/** ms between two signs that this process runs. */
const TICK = 100;

/** ms without a sign after which the process was held up. */
const HELD_UP = 1000;

/** A time in which this process, the checker, did not run. */
interface Stall {
  endedAt: number;
  ms: number;
}

const stalls: Stall[] = [];
let last = performance.now();

setInterval(() => {
  const now = performance.now();
  if (now - last > HELD_UP) stalls.push({ endedAt: now, ms: Math.round(now - last) });
  last = now;
}, TICK).unref();

/** The ms of each time since then (as of `performance.now()`) in which the checker did not run. */
export const stallsSince = (then: number): number[] =>
  stalls.filter(({ endedAt }) => endedAt > then).map(({ ms }) => ms);

/** Interval in ms at which the process shows that it runs. */
const TICK_MS = 200;

/** Time in ms without a tick after which the process was held up: stopped, or without a processor. */
const HELD_UP_MS = 1000;

let lastSeen = performance.now();
let heldUp = 0;
const listeners = new Set<(ms: number) => void>();

/** Calls back after each time in ms in which the process was held up. Returns a function that removes the listener. */
export function onHeldUp(listener: (ms: number) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * Returns the time in ms for which this process has been running, to measure how long others take to answer. Time in
 * which the process was held up does not count, since it could not receive anything then.
 */
export function runningTime(): number {
  const now = performance.now();
  const gap = now - lastSeen;
  lastSeen = now;
  if (gap > HELD_UP_MS) {
    heldUp += gap - TICK_MS;
    for (const listener of listeners) listener(gap);
  }
  return now - heldUp;
}

setInterval(runningTime, TICK_MS).unref();

/** A deadline that has not passed yet. */
export interface Deadline {
  cancel(): void;
  /** Lets the process exit before the deadline. */
  unref(): this;
}

/**
 * Calls back after a time in ms for which the process has been running. Everything that has arrived until then is handled
 * first, so that an answer which is already here is not taken for a missing one.
 */
export function afterRunning(ms: number, callback: () => void): Deadline {
  const due = runningTime() + ms;
  let keepsRunning = true;
  let cancelled = false;
  const check = () => {
    const left = due - runningTime();
    if (left > 0) timer = wait(left);
    else
      setImmediate(() => {
        if (!cancelled) callback();
      });
  };
  const wait = (left: number) => {
    const next = setTimeout(check, left);
    return keepsRunning ? next : next.unref();
  };
  let timer = wait(ms);
  return {
    cancel() {
      cancelled = true;
      clearTimeout(timer);
    },
    unref() {
      keepsRunning = false;
      timer.unref();
      return this;
    },
  };
}

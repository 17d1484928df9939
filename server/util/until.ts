import { setTimeout as delay } from 'node:timers/promises';
import { runningTime } from './running-time.js';

const STEP_MS = 20;

/** Resolves with true when a condition holds, or with false if it does not hold within a time in ms. */
export async function until(condition: () => boolean, ms: number): Promise<boolean> {
  const end = runningTime() + ms;
  while (!condition()) {
    if (runningTime() >= end) return false;
    await delay(STEP_MS, undefined, { ref: false });
  }
  return true;
}

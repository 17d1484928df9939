import { signal } from '@preact/signals';

/** The time, ms on the scale of Date.now(), every half minute: for what says how long something is from now. */
export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, 30_000);

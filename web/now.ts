import { signal } from '@preact/signals';

/** The current time, in ms on the scale of Date.now(), updated every 30 seconds for relative times. */
export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, 30_000);

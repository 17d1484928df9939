import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { secondsUntil } from './programme-refusal.js';

/** Counts down the seconds until a time; 0 if it has passed or is undefined. */
export function useSecondsLeft(until: number | undefined): ReadonlySignal<number> {
  const left = useSignal(secondsUntil(until ?? 0));
  useEffect(() => {
    const count = (): void => {
      left.value = secondsUntil(until ?? 0);
    };
    count();
    if (left.peek() === 0) return;
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}

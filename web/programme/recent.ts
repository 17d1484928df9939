import { signal } from '@preact/signals';

const KEY = 'lectern.programmes';
const MAX_RECENT = 5;

function load(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string').slice(0, MAX_RECENT) : [];
  } catch {
    return [];
  }
}

/** The programmes that were opened in this browser, newest first. */
export const recent = signal(load());

export function remember(schedule: string): void {
  recent.value = [schedule, ...recent.peek().filter((each) => each !== schedule)].slice(0, MAX_RECENT);
  try {
    localStorage.setItem(KEY, JSON.stringify(recent.value));
  } catch {
    // Storage is forbidden or full.
  }
}

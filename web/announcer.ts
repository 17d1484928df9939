import { signal } from '@preact/signals';
import { words } from './i18n/index.js';

/** What a screen reader is told next; shown to nobody else. */
export const announcement = signal('');

/** Says something to those who listen to the page. */
export function announce(text: string): void {
  // The same words again are news only if something differs.
  announcement.value = announcement.value === text ? `${text}\u00a0` : text;
}

/** Delay in ms before joins and leaves are announced, so that a whole class is announced in one sentence. */
const announceDelay = 1500;

interface Present {
  id: string;
  username: string;
}

interface PresenceAnnouncer {
  /** Takes those who are here when oneself comes; they are not told. Further calls do nothing. */
  begin(present: Present[]): void;
  /** To be called when somebody came or left. */
  notice(): void;
  close(): void;
}

/**
 * Tells who came and who left, by looking at who is present, oneself excluded. One who was only briefly away
 * is not told.
 */
export function createPresenceAnnouncer(present: () => Present[]): PresenceAnnouncer {
  let told: Present[] | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (): void => {
    timer = undefined;
    const before = told;
    const now = present();
    told = now;
    if (!before) return;
    const { joined, left } = words.value.room;
    const come = missing(now, before);
    const gone = missing(before, now);
    const sentences = [come.length ? joined(come) : '', gone.length ? left(gone) : ''];
    const text = sentences.filter(Boolean).join(' ');
    if (text) announce(text);
  };

  return {
    begin(first) {
      told ??= first;
    },
    notice() {
      timer ??= setTimeout(tell, announceDelay);
    },
    close() {
      clearTimeout(timer);
    },
  };
}

/** The names of those in `some` that `others` have neither by id nor, as after a reconnection, by name. */
function missing(some: Present[], others: Present[]): string[] {
  const known = new Set(others.flatMap(({ id, username }) => [id, username]));
  return some
    .filter(({ id, username }) => !known.has(id) && !known.has(username))
    .map(({ username }) => username);
}

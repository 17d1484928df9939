import { signal } from '@preact/signals';
import { words } from './i18n/index.js';

/** The text that a screen reader announces next. It is not shown on the page. */
export const announcement = signal('');

/** Announces a text to screen readers. */
export function announce(text: string): void {
  // Screen readers announce a repeated text only if it differs.
  announcement.value = announcement.value === text ? `${text}\u00a0` : text;
}

/** Delay in ms before joins and leaves are announced, so that a whole class is announced in one sentence. */
const announceDelay = 1500;

interface Present {
  id: string;
  username: string;
}

interface PresenceAnnouncer {
  /** Sets the participants who were already present on joining; they are not announced. Further calls do nothing. */
  begin(present: Present[]): void;
  /** Must be called when a participant has joined or left. */
  notice(): void;
  close(): void;
}

/**
 * Announces who joined and who left by comparing the participants present, without the user. Participants who were
 * away only briefly are not announced.
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

/**
 * The names of the participants in `some` who are not in `others`, compared by id and, since a reconnection can
 * change the id, by name.
 */
function missing(some: Present[], others: Present[]): string[] {
  const known = new Set(others.flatMap(({ id, username }) => [id, username]));
  return some
    .filter(({ id, username }) => !known.has(id) && !known.has(username))
    .map(({ username }) => username);
}

import type { Signaler, SignalerOptions } from 'lectern-client';
import { passToNextPage, takeFromFormerPage } from './next-page.js';

/** Resumes a connection's session after the page was reloaded, so that the user keeps their place. */
const KEY = 'lectern.session';

/**
 * The session that the former page of this tab has left, if it showed the same address. On another page, it would stay
 * in rooms that this page does not show.
 */
let left = takeLeft();
let current: Signaler | undefined;

function takeLeft(): string | undefined {
  const ticket = takeFromFormerPage(KEY)?.ticket;
  return typeof ticket === 'string' ? ticket : undefined;
}

/** Whether this page was reloaded, and its session has not been resumed yet. */
export const isReloaded = (): boolean => left !== undefined;

/** Starts a new session in any case, for example because the user has another token. */
export function forgetSession(): void {
  left = undefined;
}

/** Returns the session that a new connection resumes. Only the page's first connection does. */
export function sessionToResume(): Pick<SignalerOptions, 'ticket'> {
  const ticket = left;
  left = undefined;
  return { ticket };
}

/** Leaves a connection's session to the next page of this tab. Returns a function that stops this. */
export function leaveToNextPage(signaler: Signaler): () => void {
  current = signaler;
  return () => {
    if (current === signaler) current = undefined;
  };
}

passToNextPage(KEY, () => {
  // A page that is reloaded before it has resumed the session leaves it to the next one.
  const ticket = current?.ticket ?? left;
  return ticket === undefined ? undefined : { ticket };
});

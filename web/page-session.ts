import type { Signaler, SignalerOptions } from 'lectern-client';

/**
 * Resumes a connection's session after the page was reloaded, so that the user keeps their place.
 *
 * The ticket is only stored while no page is open: a copy of the tab must not take over the session of the original.
 */
const KEY = 'lectern.session';

/** The session that the former page of this tab has left, if it showed the same address. */
let left = takeLeft();
let current: Signaler | undefined;

function takeLeft(): string | undefined {
  try {
    const { path, ticket } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    sessionStorage.removeItem(KEY);
    // On another page, the session would stay in rooms that this page does not show.
    return path === location.pathname && typeof ticket === 'string' ? ticket : undefined;
  } catch {
    // Storage is forbidden.
    return undefined;
  }
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

addEventListener('pagehide', () => {
  const ticket = current?.ticket;
  if (ticket === undefined) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, ticket }));
  } catch {
    // Storage is forbidden or full. The next page is a new participant.
  }
});

// The browser can show this page again as it was, with its connection or another one of the same session.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) takeLeft();
});

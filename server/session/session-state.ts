/** State of a session (docs/protocol.md#resuming). */
export type SessionState = 'initialized' | 'connecting' | 'connected' | 'waiting_for_reconnecting' | 'left';

/**
 * - `begin`: a login or relogin arrived, and is being looked at
 * - `accept`, `refuse`: what came of it
 * - `lose`: the connection is gone, and the client may come back
 * - `resume`: another connection goes on as this client
 * - `end`: it leaves for good: by logout, dropped, not back in time, or its connection gone with no way back
 */
export type SessionEvent = 'begin' | 'accept' | 'refuse' | 'lose' | 'resume' | 'end';

/** Every transition there is; an event that a state does not name cannot happen in it. */
export const transitions: Record<SessionState, Partial<Record<SessionEvent, SessionState>>> = {
  initialized: { begin: 'connecting', end: 'left' },
  connecting: { accept: 'connected', refuse: 'initialized', end: 'left' },
  connected: { lose: 'waiting_for_reconnecting', resume: 'connected', end: 'left' },
  waiting_for_reconnecting: { resume: 'connected', end: 'left' },
  left: {},
};

/** State of a session (docs/protocol.md#resuming). */
export type SessionState = 'initialized' | 'connecting' | 'connected' | 'waiting_for_reconnecting' | 'left';

/**
 * - `begin`: a login or relogin arrived and is being checked
 * - `accept`, `refuse`: the result of the check
 * - `lose`: the connection is lost, and the client can resume
 * - `resume`: another connection has resumed the session
 * - `end`: the client leaves permanently: it logged out, was removed, did not resume in time, or lost its connection
 *   without being able to resume
 */
export type SessionEvent = 'begin' | 'accept' | 'refuse' | 'lose' | 'resume' | 'end';

/** All transitions. An event that is not listed for a state is not allowed in it. */
export const transitions: Record<SessionState, Partial<Record<SessionEvent, SessionState>>> = {
  // In open mode, a client library can recover a session without a login.
  initialized: { begin: 'connecting', lose: 'waiting_for_reconnecting', resume: 'connected', end: 'left' },
  connecting: { accept: 'connected', refuse: 'initialized', end: 'left' },
  connected: { lose: 'waiting_for_reconnecting', resume: 'connected', end: 'left' },
  waiting_for_reconnecting: { resume: 'connected', end: 'left' },
  left: {},
};

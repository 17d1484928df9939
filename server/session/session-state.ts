/**
 * State of a session (docs/protocol.md#resuming). `kept` is the state of a client that has not logged in, but can return
 * by its cookie.
 */
export type SessionState =
  | 'initialized'
  | 'kept'
  | 'connecting'
  | 'connected'
  | 'waiting_for_reconnecting'
  | 'left';

/**
 * - `keep`: the client is in its room without a login, and can return by its cookie
 * - `begin`: a login or relogin arrived and is being checked
 * - `accept`, `refuse`: the result of the check
 * - `lose`: the connection is lost, and the client can resume
 * - `resume`: another connection has resumed the session
 * - `return`: as `resume`, by the client's cookie
 * - `end`: the client leaves permanently: it logged out, was removed, did not resume in time, or lost its connection
 *   without being able to resume
 */
export type SessionEvent = 'keep' | 'begin' | 'accept' | 'refuse' | 'lose' | 'resume' | 'return' | 'end';

/** All transitions. An event that is not listed for a state is not allowed in it. */
export const transitions: Record<SessionState, Partial<Record<SessionEvent, SessionState>>> = {
  // In open mode, a client library can recover a session without a login.
  initialized: {
    keep: 'kept',
    begin: 'connecting',
    lose: 'waiting_for_reconnecting',
    resume: 'connected',
    end: 'left',
  },
  kept: { begin: 'connecting', lose: 'waiting_for_reconnecting', return: 'kept', end: 'left' },
  connecting: { accept: 'connected', refuse: 'initialized', end: 'left' },
  connected: { lose: 'waiting_for_reconnecting', resume: 'connected', end: 'left' },
  waiting_for_reconnecting: { resume: 'connected', return: 'kept', end: 'left' },
  left: {},
};

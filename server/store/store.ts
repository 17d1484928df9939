import type { Changes } from './changes.js';
import type { Reads } from './reads.js';

export * from './change-result.js';
export * from './changes.js';
export * from './model.js';
export * from './pages.js';
export * from './reads.js';
export * from './recordings.js';
export * from './webhooks.js';

/**
 * Data that survives a restart of the server. A change resolves only after it is committed to the disk.
 *
 * Every method rejects with a Refusal:
 * - `unavailable` if the database cannot be reached, is locked, is full, or does not answer within CALL_TIMEOUT. The
 *   change can have been made nevertheless; repeating it with the same request shows its result.
 * - `not-found` if a change refers to an object that does not exist.
 * - `conflict` if a change contradicts stored data, or if the ID of its request was used for another kind of change.
 *
 * A rejected change has no effect and its request is not stored. Reading a missing object returns `undefined`, and
 * reading a list without items returns an empty page.
 *
 * The store does not check permissions; handlers do. U+0000 and lone surrogates are stored as U+FFFD.
 */
export interface Store extends Changes, Reads {
  /** Whether changes resolve in the order in which they were made, provided that no other process uses the database. */
  readonly ordered: boolean;
  /** Makes a small change, ahead of waiting calls. Resolves if the database could take it; for health checks. */
  check(): Promise<void>;
  /** Completes pending calls, then closes the database. Later calls are rejected as `unavailable`. */
  close(): Promise<void>;
}

/** Time in ms after which a call is rejected as `unavailable`. */
export const CALL_TIMEOUT = 5000;

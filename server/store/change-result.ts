import type { OutboxEntry } from './model.js';

/**
 * Identifies the request that asked for a change: the client's ID, and the `id` of its message
 * (docs/protocol.md#repeating-a-request). The IDs 1 and "1" differ.
 */
export interface RequestKey {
  clientId: string;
  id: string | number;
}

/** The result of a change. */
export interface ChangeResult<T> {
  value: T;
  /**
   * True if the same request was handled before. `value` is then the first result, nothing was changed now, and only
   * the sender needs the result, unless it was not announced yet.
   */
  repeated: boolean;
  /** The change's announcement; absent if the change has none, or was announced before. */
  due?: OutboxEntry;
}

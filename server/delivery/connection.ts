import type { CloseName } from 'lectern-protocol';
import type { BroadcastGroup } from './broadcast-group.js';
import type { Frame } from './frame.js';

/** One socket of one client, independent of the transport. It does not know about rooms. */
export interface Connection {
  /** Queues a frame. Drops it if the client is too slow (see docs/protocol.md, limits). */
  send(frame: Frame): void;
  /** Makes the connection a member of this group only. Frames that its former group has broadcast are still sent. */
  setBroadcastGroup(group: BroadcastGroup | undefined): void;
  /** Closes the connection with the close code of this name. */
  close(name: CloseName, reason?: string): void;
  /** Ends the connection without a close frame, for a client that does not answer. */
  terminate(): void;
  /** Sends a ping of the transport. */
  ping(): void;
  /** Whether the transport itself finds out that the client does not answer any more. */
  readonly detectsSilence: boolean;
  /** Bytes received so far, including those of incomplete messages. */
  readonly receivedBytes: number;
  /** Whether the server reads from the connection. It stops while too many messages wait to be handled. */
  readonly reading: boolean;
}

/**
 * Callbacks of a connection. It calls one at a time and waits for the promise before the next call, except for messages
 * that `isUnordered`.
 */
export interface ConnectionListener {
  /** Whether the client has logged in or does not need to. */
  readonly admitted: boolean;
  /** Returns whether a message does not have to wait until earlier ones are handled. */
  isUnordered(text: string): boolean;
  opened(connection: Connection): Promise<void> | void;
  receive(text: string, bytes: number): Promise<void> | void;
  closed(code: number): Promise<void> | void;
}

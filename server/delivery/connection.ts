import type { CloseName } from 'lectern-protocol';
import type { BroadcastGroup } from './broadcast-group.js';
import type { Frame, LogPosition } from './frame.js';

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
  readonly transport: 'websocket' | 'socket.io';
  /** Whether the transport itself finds out that the client does not answer any more. */
  readonly detectsSilence: boolean;
  /** Whether the client reports what it has received when it connects again, so that sending is not receiving. */
  readonly reportsPositions: boolean;
  /** Bytes received so far, including those of incomplete messages. */
  readonly receivedBytes: number;
  /** Bytes that wait to be sent. */
  readonly queuedBytes: number;
  /** Whether the server reads from the connection. It stops while too many messages wait to be handled. */
  readonly reading: boolean;
}

/** The credentials with which a client library recovers a session. */
export interface RecoveryRequest {
  ticket: string;
  /**
   * Returns the `seq` of the last message that the client has received of a log: undefined if that is what it has
   * acknowledged, `unknown` if it cannot be known, so that there is a gap.
   */
  seen(log: string, epoch: string): number | 'unknown' | undefined;
}

/** The result of a recovery. */
export interface Recovered {
  /** Whether the client gets everything that it missed. */
  complete: boolean;
  /** For each log, the position of the last message that the client has or gets. */
  positions: readonly LogPosition[];
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

/** The callbacks of a connection whose client library can recover sessions. */
export interface RecoveryListener extends ConnectionListener {
  /**
   * Resumes the session of a ticket before the connection is opened. Resolves with undefined if that is refused; the
   * connection must then be opened as that of a new client.
   */
  recover(connection: Connection, shown: RecoveryRequest): Promise<Recovered | undefined>;
  /** Sets whether the client's library can recover the session. Called once it is known. */
  setRecoverable(recoverable: boolean): Promise<void> | void;
  /** The ticket for `recover`; undefined if the client's library cannot recover sessions. */
  readonly recoveryTicket: string | undefined;
}

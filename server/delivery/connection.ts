import type { CloseName } from 'lectern-protocol';
import type { BroadcastGroup } from './broadcast-group.js';
import type { Frame } from './frame.js';

/** One socket of one client, of whatever transport. It knows no rooms. */
export interface Connection {
  /** Hands a frame to the transport; drops it where the rules for slow clients say so. */
  send(frame: Frame): void;
  /** Hears from now on what a circle is told, instead of another; what that was told before still leaves. */
  follow(circle: BroadcastGroup | undefined): void;
  /** Ends the connection by a code of the table. */
  close(name: CloseName, reason?: string): void;
  /** Ends it without a word, for one that does not answer. */
  terminate(): void;
  /** Asks the other side's transport for a sign of life. */
  ping(): void;
  /** Bytes that have come in, ever, those of a message that is not whole yet included. */
  readonly receivedBytes: number;
}

/** What a connection tells the one who owns it. One call at a time: the next waits for the promise. */
export interface ConnectionListener {
  opened(connection: Connection): Promise<void> | void;
  receive(text: string, bytes: number): Promise<void> | void;
  closed(code: number, reason: string): Promise<void> | void;
}

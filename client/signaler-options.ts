import type { Clock } from './clock.js';
import type { Credentials } from './handshake.js';
import type { Validate } from './parse-message.js';
import type { Backoff } from './reconnect.js';
import type { WebSocketConstructor } from './websocket.js';

export interface SignalerOptions extends Credentials {
  /**
   * Receive membership as changes (client-joined, client-updated, client-left) instead of whole lists. Default true.
   */
  deltas?: boolean;
  /**
   * The `ticket` of another Signaler, whose session this one resumes, for example after the page was reloaded. If that
   * is not possible any more, this one logs in as a new client.
   */
  ticket?: string | undefined;
  /** Time limit in ms for requests, and for the welcome after connecting. Default 10,000. */
  requestTimeout?: number;
  /** Bounds of the waits before reconnecting, in ms. Defaults 500 and 30,000. */
  reconnect?: Partial<Backoff>;
  /**
   * Checks the data of each message that arrives. A message with a fault is dropped and reported by the event
   * `malformed`. By default only data that other clients wrote is checked; `lectern-client/validation` checks
   * everything.
   */
  validate?: Validate;
  /** Default: the platform's, in Node that of the package ws. */
  WebSocket?: WebSocketConstructor;
  /** From 0 up to but not including 1, like Math.random. */
  random?: () => number;
  clock?: Clock;
}

export interface RequestOptions {
  /** An address. Default `server`, or the namespace of the type. */
  receiver?: string;
  /**
   * ms. Default: the Signaler's requestTimeout. With `Infinity`, the request waits for its reply as long as the session
   * lasts, also while the connection is lost.
   */
  timeout?: number;
  signal?: AbortSignal;
}

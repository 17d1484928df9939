import type { ClientMessageType, CloseName, Granted, ServerData, ServerMessageType } from 'lectern-protocol';

/** A message of any type that the server sends. */
type AnyMessage = { [T in ServerMessageType]: { type: T; data: ServerData[T] } }[ServerMessageType];

/**
 * The answer to a message. Without `reply`, `instead` and `echo`, a request (a message with an `id`) is answered with
 * `accepted`.
 */
export interface Outcome<Data = Granted<ClientMessageType>['data']> {
  /** The payload of the reply that the schema names for the type. */
  reply?: Data;
  /** A message of another type, which is sent instead of the reply. */
  instead?: AnyMessage;
  /** Set if the reply has the same payload as the request, byte for byte. */
  echo?: true;
  /** Set if the reply is sent before the client's paused frames, which are sent after it. */
  first?: true;
  /** The message's position in the room's log, for `accepted`. */
  seq?: number;
  /** Name of the close code with which the connection is closed after the answer is sent. */
  close?: CloseName;
  /** Called after the answer is sent. If it throws, the error is also sent to the client. */
  after?(): Promise<void>;
}

/** Undefined if no answer is sent: the sender gets the broadcast like all others, or did not request an answer. */
export type Result<K extends ClientMessageType = ClientMessageType> = Outcome<Granted<K>['data']> | undefined;

/** Returns the result of a request whose reply has no data. Without an `id`, no reply is sent. */
export const acknowledged = ({
  id,
}: {
  id?: string | number | undefined;
}): { reply: { ok: true } } | undefined => (id === undefined ? undefined : { reply: { ok: true } });

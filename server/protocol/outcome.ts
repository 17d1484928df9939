import type { ClientMessageType, CloseName, Granted, ServerData, ServerMessageType } from 'lectern-protocol';

/** A message of any type that servers send. */
type AnyMessage = { [T in ServerMessageType]: { type: T; data: ServerData[T] } }[ServerMessageType];

/**
 * How a message is answered. A request (a message with an `id`) whose outcome has no answer of its own is answered by
 * `accepted`.
 */
export interface Outcome<Data = Granted<ClientMessageType>['data']> {
  /** The payload of the reply that the schema names for the type. */
  reply?: Data;
  /** A message of another type that is sent instead. */
  instead?: AnyMessage;
  /** The reply has the payload of the request, byte for byte. */
  echo?: true;
  /** The reply is sent before everything that was held back for the client; that follows it. */
  first?: true;
  /** The message's position in the room's log, for `accepted`. */
  seq?: number;
  /** Closes the connection once the answer is sent. */
  close?: CloseName;
  /** Is called once the answer is sent; what it throws is answered too. */
  after?(): Promise<void>;
}

/** Undefined if nothing is to be sent: the sender gets the answer with everybody else, or did not ask for one. */
export type Result<K extends ClientMessageType = ClientMessageType> = Outcome<Granted<K>['data']> | undefined;

/** The result of a request whose reply says only that it is done: without an `id`, nothing is sent. */
export const acknowledged = ({
  id,
}: {
  id?: string | number | undefined;
}): { reply: { ok: true } } | undefined => (id === undefined ? undefined : { reply: { ok: true } });

import {
  type AnyFamily,
  arrivalKey,
  isOfFamily,
  type ServerMessage,
  type ServerMessageType,
} from 'lectern-protocol';
import { isServerType, relayedFault } from 'lectern-protocol/relayed';

/** A frame that was dropped because it is not a message of this protocol. */
export interface MalformedFrame {
  /** What is wrong with it, for a developer. */
  fault: string;
  /** Its type, if it could be read. */
  type?: string;
}

/** A message as it arrived. `key` is its name in the tables: the type, after its namespace if it has one. */
export interface ParsedFrame {
  key: ServerMessageType;
  message: ServerMessage;
  /** Set if the message has a type of one's own. `key` is only the type then. */
  family?: FamilyListener;
}

/** Receives the messages of a family. */
export interface FamilyListener {
  readonly family: AnyFamily;
  receive(message: { sender: string; receiver: string; type: string; data?: unknown }): void;
}

/** Checks the data of a message. Returns what is wrong with it, for a developer; undefined if nothing is. */
export type Validate = (key: ServerMessageType, data: unknown) => string | undefined;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a frame. Never throws.
 * @param families whose data is not checked, since the server has checked it
 * @param validate by default checks only data that other clients wrote: the server is trusted
 */
export function parseMessage(
  frame: unknown,
  validate: Validate = relayedFault,
  families: Iterable<FamilyListener> = [],
): ParsedFrame | { malformed: MalformedFrame } {
  if (typeof frame !== 'string') return { malformed: { fault: 'not a text frame' } };
  let envelope: unknown;
  try {
    envelope = JSON.parse(frame);
  } catch {
    return { malformed: { fault: 'not JSON' } };
  }
  return readMessage(envelope, validate, families);
}

/** Reads an envelope that has been parsed already. */
export function readMessage(
  envelope: unknown,
  validate: Validate,
  families: Iterable<FamilyListener>,
): ParsedFrame | { malformed: MalformedFrame } {
  if (!isRecord(envelope) || typeof envelope.type !== 'string')
    return { malformed: { fault: 'no envelope' } };
  const { type, data, sender, receiver } = envelope;
  if (typeof sender !== 'string' || typeof receiver !== 'string') {
    return { malformed: { fault: 'no sender or receiver', type } };
  }
  for (const listener of families) {
    if (!isOfFamily(listener.family, { sender, receiver, type })) continue;
    const message = envelope as unknown as ServerMessage;
    return { key: type as ServerMessageType, message, family: listener };
  }
  const key = arrivalKey({ sender, receiver, type }, isServerType);
  if (!isServerType(key)) return { malformed: { fault: 'unknown type', type } };
  const fault = validate(key, data);
  return fault === undefined
    ? { key, message: envelope as unknown as ServerMessage }
    : { malformed: { fault, type } };
}

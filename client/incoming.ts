import { arrivalKey, type ServerMessage, type ServerMessageType } from 'lectern-protocol';
import { serverMessages } from 'lectern-protocol/server-messages';

/** A frame that is no message of this protocol. */
export interface Malformed {
  /** What is wrong with it, for a developer. */
  fault: string;
  /** Its type, where it could be read. */
  type?: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A message as it came. `key` is what its type is called in the tables: after its namespace where it has one. */
export interface Arrived {
  key: ServerMessageType;
  message: ServerMessage;
}

const isKnown = (key: string): key is ServerMessageType => Object.hasOwn(serverMessages, key);

/** A frame as a message, or what is wrong with it. Never throws. */
export function parseMessage(frame: unknown): Arrived | { malformed: Malformed } {
  if (typeof frame !== 'string') return { malformed: { fault: 'not a text frame' } };
  let envelope: unknown;
  try {
    envelope = JSON.parse(frame);
  } catch {
    return { malformed: { fault: 'not JSON' } };
  }
  if (!isRecord(envelope) || typeof envelope.type !== 'string')
    return { malformed: { fault: 'no envelope' } };
  const { type, data, sender, receiver } = envelope;
  if (typeof sender !== 'string' || typeof receiver !== 'string') {
    return { malformed: { fault: 'no sender or receiver', type } };
  }
  const key = arrivalKey({ sender, receiver, type }, isKnown);
  if (!isKnown(key)) return { malformed: { fault: 'unknown type', type } };
  const { optional, validate } = serverMessages[key];
  if (!(data === undefined && optional) && !validate(data)) {
    const fault = validate.errors?.[0];
    return { malformed: { fault: `data${fault?.instancePath} ${fault?.message}`, type } };
  }
  return { key, message: envelope as unknown as ServerMessage };
}

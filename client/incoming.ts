import type { ServerMessage, ServerMessageType } from '../schemas/generated/messages.js';
import type { Validate } from '../schemas/generated/table.js';
import {
  clientAnswer,
  clientBye,
  clientGreeting,
  clientIcecandidate,
  clientOffer,
  clientRenegotiate,
  clientText,
  serverAccepted,
  serverClientJoined,
  serverClientLeft,
  serverClientUpdated,
  serverError,
  serverIceServers,
  serverRoomInfo,
  serverWelcome,
} from '../schemas/generated/validators.js';

const anything: Validate = () => true;

/** What each type's data must be. What other clients send is relayed, so it has the client's schema. */
const validators: Record<ServerMessageType, Validate> = {
  welcome: serverWelcome,
  ping: anything,
  pong: anything,
  accepted: serverAccepted,
  text: clientText,
  'room-info': serverRoomInfo,
  'client-joined': serverClientJoined,
  'client-updated': serverClientUpdated,
  'client-left': serverClientLeft,
  'ice-servers': serverIceServers,
  offer: clientOffer,
  answer: clientAnswer,
  icecandidate: clientIcecandidate,
  renegotiate: clientRenegotiate,
  greeting: clientGreeting,
  bye: clientBye,
  error: serverError,
};

/** Types whose data may be absent, which their validators do not know. */
const optional: ReadonlySet<string> = new Set<ServerMessageType>(['ping', 'pong', 'bye']);

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

/** A frame as a message, or what is wrong with it. Never throws. */
export function parseMessage(frame: unknown): { message: ServerMessage } | { malformed: Malformed } {
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
  if (!Object.hasOwn(validators, type)) return { malformed: { fault: 'unknown type', type } };
  const validate = validators[type as ServerMessageType];
  if (!(data === undefined && optional.has(type)) && !validate(data)) {
    const fault = validate.errors?.[0];
    return { malformed: { fault: `data${fault?.instancePath} ${fault?.message}`, type } };
  }
  return { message: envelope as unknown as ServerMessage };
}

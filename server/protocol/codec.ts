import {
  type ClientData,
  type ClientMessageType,
  keyAt,
  type ServerData,
  type ServerMessageType,
  splitKey,
} from 'lectern-protocol';
import { clientMessages, type Validate } from 'lectern-protocol/client-messages';
import { envelope as validateEnvelope } from 'lectern-protocol/envelope';
import { type Address, parseAddress } from './address.js';
import { Refusal } from './errors.js';
import { explain } from './explain.js';
import { scan } from './scan.js';

/** What the generated table says of a type that clients may send. */
export interface MessageEntry {
  type: string;
  family: string;
  receivers: readonly string[];
  rate: 'signaling' | 'chat' | 'other';
  delivery: 'durable' | 'signal' | 'volatile';
  /** The type that answers it; `accepted` where there is none. */
  reply: string | undefined;
  /** A repeated request is answered as it was the first time. */
  keepsReply: boolean;
  /** Something follows the namespace in its address. */
  hasInstance: boolean;
  /** `data` may come as a string that holds its JSON. */
  jsonText: boolean;
  optional: boolean;
  maxDataBytes: number | undefined;
  /** Instead of the limit for all types. */
  maxMessageBytes: number | undefined;
  /** How a refusal is answered: by `{message, status}` or `{status, data, code}` under the type itself, or by an `error`. */
  refusals: 'status' | 'outcome' | undefined;
  validate: Validate | undefined;
}

/** What can be answered: a message of a known type, whatever its data. */
export interface Request {
  entry: MessageEntry;
  to: Address;
  id: string | number | undefined;
}

/** A client's message, checked. */
export interface Message<K extends ClientMessageType = ClientMessageType> extends Request {
  /** Key in the table: the type, after its namespace where it has one. */
  key: K;
  data: ClientData[K];
  /** `data` as JSON, as the client wrote it; undefined where there is none. */
  json: string | undefined;
}

export interface CodecLimits {
  /** The most bytes of a message whose type sets no other limit. */
  messageBytes: number;
  /** The most levels of nesting. */
  depth: number;
}

interface Envelope {
  receiver?: string | null;
  type: string;
  data?: unknown;
  id?: string | number;
}

const table: ReadonlyMap<string, MessageEntry> = new Map(Object.entries(clientMessages));

/** A frame was refused; `of`, `id` and `request` as far as they could be read. */
export class BadFrame extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly of: string | undefined,
    readonly id: string | number | undefined,
    readonly request?: Request,
  ) {
    super(refusal.message);
    this.name = 'BadFrame';
  }
}

/**
 * Reads one text frame of a client.
 * @param text the frame
 * @param bytes its length in UTF-8
 * @throws BadFrame with bad-json, bad-envelope, unknown-type, too-large or bad-data
 */
export function decode(text: string, bytes: number, limits: CodecLimits): Message {
  const { depth, data: json } = scan(text);
  if (depth > limits.depth) {
    throw new BadFrame(
      new Refusal('bad-json', `nested deeper than ${limits.depth} levels`),
      undefined,
      undefined,
    );
  }
  const parsed = parse(text);
  if (!validateEnvelope(parsed)) {
    const { pointer, expected } = explain((validateEnvelope as Validate).errors?.[0]);
    const refusal = new Refusal(
      'bad-envelope',
      `not an envelope: ${pointer || 'the frame'} must be ${expected}`,
    );
    const { type, id } = remains(parsed);
    throw new BadFrame(refusal, type, id);
  }
  const envelope = parsed as Envelope;
  const { type, id } = envelope;
  const to = parseAddress(envelope.receiver);
  const key = to.kind === 'namespace' ? keyAt(to.namespace, type) : type;
  const entry = table.get(key);
  if (!entry) {
    throw new BadFrame(
      new Refusal('unknown-type', `no message '${type}' can be sent to '${to.as}'`),
      type,
      id,
    );
  }
  const request = { entry, to, id };
  try {
    const given = entry.jsonText ? fromText(envelope.data, json, limits) : { data: envelope.data, json };
    check(request, given.data, bytes, limits);
    const data = given.data as ClientData[ClientMessageType];
    const written = data === undefined ? undefined : (given.json ?? JSON.stringify(data));
    return { key: key as ClientMessageType, ...request, data, json: written };
  } catch (error) {
    throw error instanceof Refusal ? new BadFrame(error, type, id, request) : error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadFrame(new Refusal('bad-json', 'the frame is not JSON'), undefined, undefined);
  }
}

/** A payload that may have come as a string of its JSON, as what is in it; what is no JSON stays a string. */
function fromText(
  data: unknown,
  json: string | undefined,
  { depth }: CodecLimits,
): { data: unknown; json: string | undefined } {
  if (typeof data !== 'string') return { data, json };
  if (scan(data).depth > depth) throw new Refusal('bad-json', `nested deeper than ${depth} levels`);
  try {
    return { data: JSON.parse(data), json: data };
  } catch {
    return { data, json };
  }
}

/** The type of a broken envelope, and its id, where they are what they would be in a good one. */
function remains(parsed: unknown): { type: string | undefined; id: string | number | undefined } {
  const { type, id } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<
    string,
    unknown
  >;
  const isShort = (value: unknown): value is string => typeof value === 'string' && value.length <= 64;
  return {
    type: isShort(type) ? type : undefined,
    id: (isShort(id) && id !== '') || (typeof id === 'number' && Number.isSafeInteger(id)) ? id : undefined,
  };
}

function check({ entry, to }: Request, data: unknown, bytes: number, limits: CodecLimits): void {
  const { type } = entry;
  const most = entry.maxMessageBytes ?? limits.messageBytes;
  if (bytes > most) throw new Refusal('too-large', `${type} may have ${most} bytes, this has ${bytes}`);
  if (!entry.receivers.includes(to.kind)) {
    throw new Refusal('bad-envelope', `${type} goes to ${entry.receivers.join(' or ')}, not to '${to.as}'`);
  }
  if (to.kind === 'namespace' && !(entry.hasInstance ? /^[^/]{1,64}$/ : /^$/).test(to.instance ?? '')) {
    const expected = entry.hasInstance ? `${to.namespace}/<which>` : to.namespace;
    throw new Refusal('bad-envelope', `${type} goes to ${expected}, not to '${to.as}'`);
  }
  if (entry.maxDataBytes !== undefined && bytes > entry.maxDataBytes && data !== undefined) {
    const size = Buffer.byteLength(JSON.stringify(data));
    if (size > entry.maxDataBytes) {
      throw new Refusal(
        'too-large',
        `data of ${type} may have ${entry.maxDataBytes} bytes, this has ${size}`,
      );
    }
  }
  if (data === undefined) {
    if (!entry.optional) {
      throw new Refusal('bad-data', `${type} needs data`, { pointer: '', expected: 'present' });
    }
  } else if (entry.validate && !entry.validate(data)) {
    const { pointer, expected } = explain(entry.validate.errors?.[0]);
    throw new Refusal('bad-data', `data${pointer} of ${type} must be ${expected}`, { pointer, expected });
  }
}

/**
 * Writes an envelope, its payload already being JSON.
 * @param json the payload's JSON; undefined where there is none
 */
export function envelopeOf(
  sender: string,
  receiver: string,
  type: string,
  json: string | undefined,
  id?: string | number,
): string {
  const data = json === undefined ? '' : `,"data":${json}`;
  const suffix = id === undefined ? '' : `,"id":${JSON.stringify(id)}`;
  return `{"sender":${JSON.stringify(sender)},"receiver":${JSON.stringify(receiver)},"type":${JSON.stringify(type)}${data}${suffix}}`;
}

/** Writes an envelope with a payload of the type's shape. */
export function encode<T extends ServerMessageType>(
  sender: string,
  receiver: string,
  type: T,
  data: ServerData[T],
  id?: string | number,
): string {
  return envelopeOf(
    sender,
    receiver,
    splitKey(type)[1],
    data === undefined ? undefined : JSON.stringify(data),
    id,
  );
}

/** The same envelope with its place in the receiver's log. */
export const withSeq = (envelope: string, seq: number): string => `${envelope.slice(0, -1)},"seq":${seq}}`;

/** The same envelope as the reply to a request. */
export const withId = (envelope: string, id: string | number): string =>
  `${envelope.slice(0, -1)},"id":${JSON.stringify(id)}}`;

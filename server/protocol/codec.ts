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
import type { RateClass, TypeRate } from './limits.js';
import { isId, outline } from './outline.js';
import { scan } from './scan.js';

/** An entry of the generated table: the properties of a message type that clients can send. */
export interface MessageEntry {
  type: string;
  family: string;
  receivers: readonly string[];
  rate: RateClass;
  /** The rate of a type of one's own that does not count toward its class. */
  ownRate?: TypeRate | undefined;
  delivery: 'durable' | 'signal' | 'volatile';
  /** The type of the reply; undefined if it is `accepted`. */
  reply: string | undefined;
  /** Whether a repeated request gets the same reply as the first time. */
  keepsReply: boolean;
  /** Whether an instance follows the namespace in the address. */
  hasInstance: boolean;
  /** Whether `data` can be a string that contains JSON. */
  jsonText: boolean;
  /** Whether `validate` removes unknown members of `data`. Otherwise, it refuses them. */
  dropsUnknown: boolean;
  optional: boolean;
  maxDataBytes: number | undefined;
  /** Maximum size of a message, if it differs from the limit for all types. */
  maxMessageBytes: number | undefined;
  /**
   * The form of a refusal: a message of the request's own type with `{message, status}` or `{status, data, code}`;
   * undefined for a message of type `error`.
   */
  refusals: 'status' | 'outcome' | undefined;
  validate: Validate | undefined;
}

/** A message of a known type, which can be answered even if its data is invalid. */
export interface Request {
  /** Key in the table: the type, preceded by its namespace if it has one. */
  key: ClientMessageType;
  entry: MessageEntry;
  to: Address;
  id: string | number | undefined;
}

/** A valid message of a client. */
export interface Message<K extends ClientMessageType = ClientMessageType> extends Request {
  key: K;
  data: ClientData[K];
  /** `data` as the JSON text that the client sent; undefined if absent, and for types that drop unknown members. */
  json: string | undefined;
}

export interface CodecLimits {
  /** Maximum size of a message in bytes, unless its type defines another limit. */
  messageBytes: number;
  /** Maximum nesting depth of arrays and objects. */
  depth: number;
  /** The types that the program which embeds the server has defined, by their keys. */
  ownTypes?: ReadonlyMap<string, MessageEntry>;
}

interface Envelope {
  receiver?: string | null;
  type: string;
  data?: unknown;
  id?: string | number;
}

const table: ReadonlyMap<string, MessageEntry> = new Map(Object.entries(clientMessages));

/** Returns whether a type without a namespace is in the table. */
export const isKnownType = (type: string): boolean => table.has(type);

/** The refusal of a frame, with the message's type (`of`), `id` and `request` if they could be read. */
export class DecodeRefusal extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly of: string | undefined,
    readonly id: string | number | undefined,
    readonly request?: Request,
  ) {
    super(refusal.message);
    this.name = 'DecodeRefusal';
  }
}

/**
 * Decodes and validates a text frame of a client.
 * @param text the frame
 * @param bytes its length in UTF-8
 * @param admitted whether the client has logged in or does not need to. Otherwise, no type has a limit of its own
 * @throws DecodeRefusal bad-json, bad-envelope, unknown-type, too-large or bad-data
 */
export function decode(text: string, bytes: number, limits: CodecLimits, admitted = true): Message {
  if (bytes > limits.messageBytes) checkLarge(text, bytes, limits, admitted);
  const { depth, data: json } = scan(text, limits.depth);
  if (depth > limits.depth) {
    throw new DecodeRefusal(
      new Refusal('bad-json', `nesting exceeds ${limits.depth} levels`),
      undefined,
      undefined,
    );
  }
  const parsed = parse(text);
  if (!validateEnvelope(parsed)) {
    const { pointer, expected } = explain((validateEnvelope as Validate).errors?.[0]);
    const refusal = new Refusal(
      'bad-envelope',
      `invalid envelope: ${pointer || 'the frame'} must be ${expected}`,
    );
    const { type, id } = remains(parsed);
    throw new DecodeRefusal(refusal, type, id);
  }
  const envelope = parsed as Envelope;
  const { type, id } = envelope;
  const to = parseAddress(envelope.receiver);
  const request = requestOf(type, to, id, limits);
  if (!request) {
    throw new DecodeRefusal(
      new Refusal('unknown-type', `unknown message type '${type}' for receiver '${to.as}'`),
      type,
      id,
    );
  }
  const { entry } = request;
  try {
    const given = entry.jsonText ? fromText(envelope.data, json, limits) : { data: envelope.data, json };
    check(request, given.data, bytes, limits);
    const data = given.data as ClientData[ClientMessageType];
    const written =
      data === undefined || entry.dropsUnknown ? undefined : (given.json ?? JSON.stringify(data));
    return { ...request, data, json: written };
  } catch (error) {
    throw error instanceof Refusal ? new DecodeRefusal(error, type, id, request) : error;
  }
}

/** Types that mean the same before and after other messages. */
const UNORDERED: ReadonlySet<string | undefined> = new Set(['ack', 'ping', 'pong']);

/** Returns whether a frame can be handled before earlier ones: an acknowledgement, or a ping or pong to the server. */
export function isUnordered(text: string): boolean {
  const { type, receiver } = outline(text);
  return UNORDERED.has(type) && parseAddress(receiver).kind === 'server';
}

/**
 * Refuses a frame above the limit for all types before it is parsed, unless its type has a larger limit. Such a frame
 * must consist of a few values, so that it can be parsed quickly.
 */
function checkLarge(text: string, bytes: number, limits: CodecLimits, admitted: boolean): void {
  const { messageBytes } = limits;
  const { type, receiver, id, complete } = outline(text);
  const request = type === undefined ? undefined : requestOf(type, parseAddress(receiver), id, limits);
  const own = request?.entry.maxMessageBytes ?? messageBytes;
  if (bytes <= own && admitted && complete) return;
  const most = admitted && complete ? own : messageBytes;
  const why = !admitted ? ' before the login' : bytes <= own ? ' if it contains many values' : '';
  const refusal = new Refusal(
    'too-large',
    `${type ?? 'a message'} is limited to ${most} bytes${why}, found ${bytes}`,
  );
  throw new DecodeRefusal(refusal, type, id, request);
}

/** Looks a request up in the table. Returns undefined if its type is unknown. */
function requestOf(
  type: string,
  to: Address,
  id: string | number | undefined,
  { ownTypes }: CodecLimits,
): Request | undefined {
  const key = to.kind === 'namespace' ? keyAt(to.namespace, type) : type;
  const entry = table.get(key) ?? ownTypes?.get(key);
  return entry && { key: key as ClientMessageType, entry, to, id };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DecodeRefusal(new Refusal('bad-json', 'the frame is not JSON'), undefined, undefined);
  }
}

/** Parses a payload that was sent as a string of JSON. Other strings are returned unchanged. */
function fromText(
  data: unknown,
  json: string | undefined,
  { depth }: CodecLimits,
): { data: unknown; json: string | undefined } {
  if (typeof data !== 'string') return { data, json };
  if (scan(data, depth).depth > depth) throw new Refusal('bad-json', `nesting exceeds ${depth} levels`);
  try {
    return { data: JSON.parse(data), json: data };
  } catch {
    return { data, json };
  }
}

/** Returns the type and id of an invalid envelope, if they are valid themselves. */
function remains(parsed: unknown): { type: string | undefined; id: string | number | undefined } {
  const { type, id } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<
    string,
    unknown
  >;
  return {
    type: typeof type === 'string' && type.length <= 64 ? type : undefined,
    id: isId(id) ? id : undefined,
  };
}

function check({ entry, to }: Request, data: unknown, bytes: number, limits: CodecLimits): void {
  const { type } = entry;
  const most = entry.maxMessageBytes ?? limits.messageBytes;
  if (bytes > most) throw new Refusal('too-large', `${type} is limited to ${most} bytes, found ${bytes}`);
  if (!entry.receivers.includes(to.kind)) {
    throw new Refusal(
      'bad-envelope',
      `${type}: expected receiver ${entry.receivers.join(' or ')}, found '${to.as}'`,
    );
  }
  if (to.kind === 'namespace' && !(entry.hasInstance ? /^[^/]{1,64}$/ : /^$/).test(to.instance ?? '')) {
    const expected = entry.hasInstance ? `${to.namespace}/<which>` : to.namespace;
    throw new Refusal('bad-envelope', `${type}: expected receiver ${expected}, found '${to.as}'`);
  }
  if (entry.maxDataBytes !== undefined && bytes > entry.maxDataBytes && data !== undefined) {
    const size = Buffer.byteLength(JSON.stringify(data));
    if (size > entry.maxDataBytes) {
      throw new Refusal(
        'too-large',
        `data of ${type} is limited to ${entry.maxDataBytes} bytes, found ${size}`,
      );
    }
  }
  checkData(entry, data);
}

/** @throws Refusal bad-data */
function checkData({ type, optional, validate }: MessageEntry, data: unknown): void {
  if (data === undefined) {
    if (!optional) {
      throw new Refusal('bad-data', `${type}: data is required`, { pointer: '', expected: 'present' });
    }
  } else if (validate && !validate(data)) {
    const { pointer, expected } = explain(validate.errors?.[0]);
    throw new Refusal('bad-data', `data${pointer} of ${type} must be ${expected}`, { pointer, expected });
  }
}

/** Returns a message with other data. @throws Error if the data is not valid for the type */
export function revised(message: Message, data: Message['data']): Message {
  const { entry, key } = message;
  // A copy, since the validators of some types remove unknown members.
  const copy = structuredClone(data);
  try {
    checkData(entry, copy);
  } catch (error) {
    throw new Error(`the new data of a message ${key} is not valid`, { cause: error });
  }
  const json = copy === undefined || entry.dropsUnknown ? undefined : JSON.stringify(copy);
  return { ...message, data: copy, json };
}

/**
 * Encodes an envelope whose payload is already JSON.
 * @param json the payload's JSON; undefined without a payload
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

/** Encodes an envelope with a payload of the type. */
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

/** Adds the position in the receiver's log to an encoded envelope. */
export const withSeq = (envelope: string, seq: number): string => `${envelope.slice(0, -1)},"seq":${seq}}`;

/** Adds the `id` of the request to an encoded envelope, which makes it the reply. */
export const withId = (envelope: string, id: string | number): string =>
  `${envelope.slice(0, -1)},"id":${JSON.stringify(id)}}`;

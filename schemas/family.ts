import type { DataOf, Schema } from './data-of.js';
import type { SessionParticipant } from './generated/messages.js';
import { namespaceOf } from './namespace.js';

/** The sender of a message of one's own. */
export interface FamilySender {
  /** ID of the client, which is unique among all clients. A user can have several clients. */
  id: string;
  /** ID of the client's user. */
  userId: string;
  /** The name that others see. */
  name: string;
  role: SessionParticipant['role'];
}

/** A valid message of a client, for its handler. */
export interface FamilyMessage<Data = unknown> {
  client: FamilySender;
  data: Data;
  /** ID of the room that the message was sent to, which the client is in; undefined if it was sent to the server. */
  room: string | undefined;
  /** Set if the client requested an answer. */
  id: string | number | undefined;
}

/**
 * Actions of a handler in the name of the client. Rooms are named by their IDs; in a family with a namespace, by their
 * names in it: 1 to 64 characters without `/`, of which the ID is `<namespace>/<name>`.
 */
export interface FamilyActions {
  /**
   * Adds the client to a room of the family's namespace. A client that has lost its connection is still in it after it
   * has resumed. @throws Refusal forbidden, conflict or full
   */
  join(room: string): Promise<void>;
  /** Removes the client from a room of the family's namespace. @throws Refusal not-in-room */
  leave(room: string): Promise<void>;
  /** Returns the names of the rooms of the family's namespace that the client is in. */
  rooms(): string[];
  /** Returns the clients in a room, on all nodes. The client must be in it. @throws Refusal not-in-room */
  members(room: string): Promise<{ id: string; name: string }[]>;
  /** Returns whether a client is in a room, on any node. The client of the message must be in it. @throws Refusal not-in-room */
  has(room: string, clientId: string): Promise<boolean>;
  /**
   * Sends a message of the family to a room that the client is in, with the client as the sender.
   * @param toOthers the client does not receive the message itself
   * @returns the position of the message in the room's log; undefined if it is volatile
   * @throws Refusal not-in-room
   * @throws Error if the data is not valid for the type
   */
  send(
    room: string,
    type: string,
    data: unknown,
    options?: { toOthers?: boolean },
  ): Promise<number | undefined>;
  /**
   * Sends a message of the family to a client with which this one shares a room.
   * @throws Refusal unknown-receiver
   * @throws Error if the data is not valid for the type
   */
  tell(clientId: string, type: string, data: unknown): Promise<void>;
}

/** Receiver of a message of a client: a room, another client, or the server (in a namespace, its address). */
export type FamilyReceiver = 'room' | 'client' | 'server';

/** A rate limit for each user and message type. Further messages are refused with `rate-limited`. */
export interface FamilyRate {
  /** Messages per second that a user can send continuously, for example 0.1. */
  readonly perSecond: number;
  /** Messages that a user can send at once. Default: those of one second, and at least 1. */
  readonly burst?: number;
}

/** Properties of a message type that have nothing to do with its data. */
export interface MessageTraits {
  /** For people, in the server's AsyncAPI document. */
  readonly description?: string;
  /**
   * `durable` (the default): numbered and stored in the log of the room or client, and replayed to clients that resume.
   * `volatile`: delivered at most once, to connected clients.
   */
  readonly delivery?: 'durable' | 'volatile';
  /**
   * The rate limit of messages of clients: a rate of the type's own, or the class of messages that they count toward
   * (docs/protocol.md#limits). Default `other`.
   */
  readonly rate?: 'signaling' | 'chat' | 'other' | FamilyRate;
  /** `server`: clients cannot send the type. Default `client`. */
  readonly from?: 'client' | 'server';
  /**
   * Receivers that clients can address the message to. By default `server` for types with a handler or reply, and
   * `room` for others. Types that are relayed can be addressed to rooms and clients, types with a handler to rooms and
   * the server, and in a namespace, types with a handler only to the server and others only to rooms.
   */
  readonly receivers?: readonly FamilyReceiver[];
}

type Awaitable<T> = T | Promise<T>;

/**
 * Result of a handler: the data of the reply. For types without one, it is nothing, or the position of a message that
 * the handler has sent, which `accepted` then contains.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a function without a return statement returns void.
type Answer<Reply> = unknown extends Reply ? number | undefined | void : DataOf<Reply>;

/** A message type. `Data` and `Reply` are the types of its schemas; `Reply` is `unknown` without one. */
export interface MessageDefinition<Data, Reply> extends MessageTraits {
  /** The schema of `data`. */
  readonly schema: Data;
  /** The schema of the data of the reply, which has the same type. Without it, requests are answered with `accepted`. */
  readonly reply?: Reply;
  /**
   * Handles a message on the server. To refuse it, it throws a `Refusal`. Without a handler, the server relays the
   * message to its receiver.
   */
  handle?(message: FamilyMessage<DataOf<Data>>, actions: FamilyActions): Awaitable<Answer<Reply>>;
}

/** Message types of one's own, by their names on the wire. Made by `defineFamily`. */
export interface Family<
  Schemas extends Record<string, unknown> = Record<string, unknown>,
  Replies extends Record<keyof Schemas, unknown> = Record<keyof Schemas, unknown>,
  Namespace extends string = string,
> {
  readonly namespace: Namespace;
  readonly messages: { readonly [T in keyof Schemas]: MessageDefinition<Schemas[T], Replies[T]> };
}

/** A family with any types. */
// biome-ignore lint/suspicious/noExplicitAny: its handlers take the data of their own schemas.
export type AnyFamily = Family<any, any, string>;

/**
 * Defines message types of one's own. The server gets them by `createServer({ families: [family] })`, and a client by
 * `new FamilyClient(signaler, family)`: both check the types of the data that the schemas describe.
 *
 * @param family `namespace` is an address such as `/game`; without it, the types are used in ordinary rooms
 * @throws TypeError if there are no `messages`
 */
export function defineFamily<
  const Schemas extends Record<string, Schema>,
  const Replies extends Record<keyof Schemas, unknown>,
  const Namespace extends string = '',
>(family: {
  namespace?: Namespace;
  messages: { [T in keyof Schemas]: { schema: Schemas[T] } } & {
    [T in keyof Replies]: { reply?: Replies[T] };
  } & {
    [T in keyof Schemas]: MessageDefinition<Schemas[T], T extends keyof Replies ? Replies[T] : unknown>;
  };
}): Family<Schemas, Replies, Namespace> {
  const { namespace = '', messages } = family;
  if (!isRecord(messages)) {
    throw new TypeError(
      'defineFamily: messages is missing; give it an object of message types by their names',
    );
  }
  return { namespace: namespace as Namespace, messages };
}

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Handlers of a family's types. */
export type FamilyHandlers<Schemas, Replies> = {
  readonly [T in keyof Schemas]?: (
    message: FamilyMessage<DataOf<Schemas[T]>>,
    actions: FamilyActions,
  ) => Awaitable<Answer<T extends keyof Replies ? Replies[T] : unknown>>;
};

/**
 * Adds handlers to a family whose definition clients import, too, so that they do not load the handlers. Types keep their
 * receivers: name them in the definition if clients send messages with a handler to the server, unless there is a reply.
 * @throws TypeError if there is a handler for another type
 */
export function handleFamily<
  Schemas extends Record<string, unknown>,
  Replies extends Record<keyof Schemas, unknown>,
  Namespace extends string,
>(
  { namespace, messages }: Family<Schemas, Replies, Namespace>,
  handlers: FamilyHandlers<Schemas, Replies>,
): Family<Schemas, Replies, Namespace> {
  const handled: Record<string, unknown> = { ...messages };
  for (const [type, handle] of Object.entries(handlers)) {
    if (!Object.hasOwn(messages, type)) throw new TypeError(`the family has no type '${type}' to handle`);
    const definition = messages[type] as Family['messages'][string];
    handled[type] = { ...definition, receivers: receiversOf(definition), handle };
  }
  return { namespace, messages: handled as typeof messages };
}

/** The names of a family's types. */
export type TypeOf<F> = F extends { readonly messages: infer Messages } ? keyof Messages & string : never;

type DefinitionOf<F, T> = F extends { readonly messages: infer Messages }
  ? T extends keyof Messages
    ? Messages[T]
    : never
  : never;

type ReplyOf<F, T> = DefinitionOf<F, T> extends { readonly reply?: infer Reply } ? Reply : unknown;

/** The data that clients send with a type of a family. */
export type SentData<F, T> =
  DefinitionOf<F, T> extends { readonly schema: infer Data } ? DataOf<Data> : never;

/** The data that clients send with the types of families, by type; in a namespace, after it: `/game move`. */
export type SentByType<F> = F extends AnyFamily
  ? string extends TypeOf<F>
    ? never
    : { [T in TypeOf<F> as F['namespace'] extends '' ? T : `${F['namespace']} ${T}`]: SentData<F, T> }
  : never;

/** The data of the reply to a type of a family; `None` if it has no reply. */
export type ReplyData<F, T, None> =
  unknown extends ReplyOf<F, T> ? None : DataOf<Exclude<ReplyOf<F, T>, undefined>>;

/** The data that clients receive with a type of a family: that of its reply, if it has one. */
export type ReceivedData<F, T> = ReplyData<F, T, SentData<F, T>>;

/** The data that the server sends with the types of families, by type; in a namespace, after it: `/game move`. */
export type PublishedData<F> = F extends AnyFamily
  ? {
      [T in TypeOf<F> as F['namespace'] extends '' ? T : `${F['namespace']} ${T}`]: ReceivedData<F, T>;
    }
  : never;

/** Returns the receivers to which clients can address a type. */
export const receiversOf = ({
  receivers,
  reply,
  handle,
}: {
  receivers?: readonly FamilyReceiver[];
  reply?: unknown;
  handle?: unknown;
}): readonly FamilyReceiver[] => receivers ?? [handle || reply !== undefined ? 'server' : 'room'];

/** Returns whether a message that arrived belongs to a family. */
export const isOfFamily = (
  { namespace, messages }: AnyFamily,
  { sender, receiver, type }: { sender: string; receiver: string; type: string },
): boolean => (namespaceOf(receiver) || namespaceOf(sender)) === namespace && Object.hasOwn(messages, type);

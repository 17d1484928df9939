import type { CloseName } from 'lectern-protocol';
import type { User } from '../identity/identity.js';

/** An envelope that the server sends to a client. */
export interface Envelope {
  sender: string;
  receiver: string;
  type: string;
  data?: unknown;
  id?: string | number;
  seq?: number;
}

/** An envelope that a dialect sends in the name of a client. The server checks it like any message of a client. */
export interface ClientEnvelope {
  receiver?: string;
  type: string;
  data?: unknown;
  id?: string | number;
}

/** An event for a client. Arguments, and values in them, can be Buffers. */
export interface SocketEvent {
  name: string;
  args: readonly unknown[];
}

/** Answers an event whose sender asked for an acknowledgement. Calls after the first one have no effect. */
export type Acknowledge = (...args: unknown[]) => void;

/** An event of a client, which can contain anything. */
export interface Arrival {
  name: string;
  args: readonly unknown[];
  /** Undefined if the client did not ask for an acknowledgement. */
  acknowledge: Acknowledge | undefined;
}

/** How a client has connected to a namespace. */
export interface Greeting {
  namespace: string;
  /** Revision of the Engine.IO protocol: 3 for versions 1 and 2 of the client library, 4 for later ones. */
  revision: 3 | 4;
  /** The query of the connection, and the client's `auth`, whose members take precedence. */
  parameters: Readonly<Record<string, unknown>>;
}

/** The endpoint that a client asks for. */
export interface EndpointRequest {
  room?: string | undefined;
  /** Whether the client receives membership changes one by one instead of whole lists. */
  deltas?: boolean | undefined;
  /** Whether the client announces a login, before which it does not join a room. */
  login?: boolean | undefined;
  token?: string | undefined;
  /** Whether the client can publish to rooms of namespaces that it has not joined, if the server is in open mode. */
  publishesOpenly?: boolean | undefined;
  /** Whether the ID of the client is that of its socket. */
  usesSocketId?: boolean | undefined;
}

/** The actions of a dialect besides translating. */
export interface DialectContext {
  readonly greeting: Greeting;
  /** Sends an envelope in the name of the client that no event of it causes. */
  send(envelope: ClientEnvelope): void;
  /** Sends an event that no envelope causes. */
  emit(event: SocketEvent): void;
  /** Closes the connection with the close code of this name. */
  close(name: CloseName): void;
}

/** Translates between the events of one client and the envelopes of the protocol. */
export interface Dialect {
  /** Returns the first envelopes of a client, which are sent as soon as it is connected. */
  begin?(): readonly ClientEnvelope[];
  /** Returns the envelopes of an event. If it throws, the event is refused as a bad message. */
  receive(arrival: Arrival): readonly ClientEnvelope[];
  /** Returns whether the client gets its own translation of an envelope that only it receives, for example an answer. */
  isOwn?(envelope: Envelope): boolean;
  /** Returns that translation. Called once for each envelope. */
  own?(envelope: Envelope): readonly SocketEvent[];
}

/** A set of events and their arguments that a kind of client uses. */
export interface DialectKind {
  readonly name: string;
  /** Whether clients can connect to a namespace and use this dialect in it. */
  isSpokenAt(namespace: string): boolean;
  /** Whether a client uses this dialect, judging by how it has connected. */
  greets(greeting: Greeting): boolean;
  /** Whether a client whose dialect is not known yet uses this one, judging by its first event. */
  claims(greeting: Greeting, arrival: Arrival): boolean;
  /** Returns the endpoint of a client that uses this dialect, if the usual parameters do not name it. */
  endpoint?(greeting: Greeting): EndpointRequest;
  /**
   * Checks who connects, before the client is connected. @throws Refusal if the client is not allowed to
   * @param user the user whom the client's token proves; undefined without a valid token
   * @param openMode whether the server works without tokens
   */
  check?(greeting: Greeting, user: User | undefined, openMode: boolean): void;
  /** Creates the dialect of one client. */
  open(context: DialectContext): Dialect;
  /**
   * Returns the events of an envelope for every client that uses this dialect in a namespace. It must depend on nothing
   * else, because all of these clients share the result.
   */
  translate(envelope: Envelope, namespace: string): readonly SocketEvent[];
}

import type { IncomingMessage } from 'node:http';
import type { ClientData, ClientMessageType, SessionParticipant } from 'lectern-protocol';
import type { Claims } from 'lectern-protocol/tokens';

/** A value or a promise of it. */
type Awaitable<T> = T | Promise<T>;

/** A client as hooks and `server.clients()` see it. */
export interface HookClient {
  /** ID of the client, which is unique among all clients. A user can have several clients. */
  id: string;
  /** ID of the client's user. */
  userId: string;
  /** The name that others see. */
  name: string;
  role: SessionParticipant['role'];
}

/** A request to open a connection. */
export interface ConnectAttempt {
  /** The HTTP request. */
  request: IncomingMessage;
  /** IP address of the client. */
  address: string;
  /** The token that the client sent with the request, if any. It has not been checked yet. */
  token: string | undefined;
}

/** A login with a token. */
export interface LoginAttempt {
  token: string;
  /**
   * The user and role of the token, which the server has checked by `tokenSecret` or `jwks`. Undefined if neither option
   * is set: then the hook is the only check.
   */
  user: { id: string; name: string; role: SessionParticipant['role'] } | undefined;
}

/** The user of a login and the user's rights, as in the claims of a token (docs/sessions.md). */
export type LoginClaims = Omit<Claims, 'once'> & {
  /** Time in seconds since 1970 at which the rights expire. They do not expire if it is absent. */
  exp?: number;
};

/** A client and a room that it joins or leaves. */
export interface RoomPassage {
  client: HookClient;
  /**
   * ID of the room. In a namespace, it is the address, for example `/layout/living room`; rooms of classes and lectures
   * are called `class_<uuid>` and `lecture_<id>`.
   */
  room: string;
}

/** A valid message of a client, before it is handled. */
export interface HookMessage<K extends ClientMessageType = ClientMessageType> {
  client: HookClient;
  /** The type; in a namespace, preceded by it, for example `/layout NOTIFY`. */
  type: K;
  /** The address that the client sent the message to. */
  receiver: string;
  data: ClientData[K];
  /** Set if the client requested an answer. */
  id: string | number | undefined;
}

/** A message of any type: `if (message.type === 'text')` narrows `message.data`. */
export type AnyHookMessage = { [K in ClientMessageType]: HookMessage<K> }[ClientMessageType];

/** A message of a type of one's own. @template Own the data of the types of each family, by type */
export type OwnHookMessage<Own> = Own extends unknown
  ? {
      [T in keyof Own & string]: Omit<HookMessage, 'type' | 'data'> & { type: T; data: Own[T] };
    }[keyof Own & string]
  : never;

/**
 * Functions of your program that the server calls. All are optional, and a hook that is not set costs nothing.
 *
 * For all of them:
 *
 * - The node that the client is connected to calls the hook, and no other. It passes nothing between nodes.
 * - onConnect, onAuthenticate, onJoin and onMessage are called before the effect. The server waits for them. They refuse
 *   by throwing a `Refusal`, whose code and message the client receives. If they throw anything else, the client
 *   receives `internal`; if they take longer than the option `hookTimeout`, it receives `unavailable`. Both are logged,
 *   and nothing happens in either case.
 * - onLeave and onRoomEmpty are called after the effect. The server does not wait for them, and only logs that they throw
 *   or take too long. `server.close()` waits for those that still run.
 * - A slow hook delays the client that it is called for, and not the others.
 *
 * @template Own the data of message types of one's own, by type. `createServer` infers it from `families`
 */
export interface Hooks<Own = never> {
  /**
   * Called once for each connection, after the server's own checks and before the connection is accepted. A client that
   * resumes its session opens a new connection. A refusal is an HTTP response with the status of its code. Browsers do
   * not show that response to pages, so that the client library tries again: refuse users in onAuthenticate or onJoin.
   */
  onConnect?(attempt: ConnectAttempt): Awaitable<void>;
  /**
   * Called at least once for each login with a token and each renewal of a token, on the node that checks it. If the hook
   * is set, every client must log in with a token, as if `tokenSecret` were set; the tokens can have any form then. A
   * client that resumes its session does not log in again.
   * @returns the claims that apply to the user; undefined to accept the user of the token as it is
   */
  onAuthenticate?(attempt: LoginAttempt): Awaitable<LoginClaims | undefined>;
  /**
   * Called once before a client joins a room, after the server's own checks. Every call that does not refuse is followed
   * by one call of onLeave for the same client and room: also if the client could not join after all, for example because
   * the room has filled meanwhile, and with several nodes possibly on another one. It is not called when a session is
   * resumed or moves to another node, also after a restart, since the client has not left.
   *
   * The calls for one client are made one after the other. Those for one room are not: clients join at the same time.
   */
  onJoin?(passage: RoomPassage): Awaitable<void>;
  /**
   * Called once after a client has left a room or its session has ended. Another node calls it for the clients of a node
   * that has failed. It is lost if the node fails between the departure and the call, or if the only node fails.
   * With several nodes, calls for the same room on different nodes can be made in another order than the departures.
   */
  onLeave?(passage: RoomPassage): Awaitable<void>;
  /**
   * Called for each message that is valid and within the limits, before it is handled. Not called for `ping`, `pong` and
   * the messages of logins and sessions, which contain secrets, nor for messages from `server.publish` and the HTTP API.
   * The messages of one connection are passed one after the other, in the order in which they were sent. A request that
   * the client repeats after a connection was lost can be passed again, possibly on another node.
   * @returns `{ data }` to replace the data, which must be valid for the type; undefined to leave the message as it is
   */
  onMessage?(
    message: AnyHookMessage | OwnHookMessage<Own>,
  ): Awaitable<{ data: ClientData[ClientMessageType] | OwnHookMessage<Own>['data'] } | undefined>;
  /**
   * Called at least once when the last client on any node has left a room, after its onLeave has completed. If the last
   * two clients leave different nodes at the same time, both nodes can call it. When it is called, another client may
   * already be joining. Lost in the same cases as onLeave.
   */
  onRoomEmpty?(event: { room: string }): Awaitable<void>;
}

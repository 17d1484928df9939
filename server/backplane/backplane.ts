import type { RoomMember, SessionParticipant } from 'lectern-protocol';

/** What is there at once, or will be: nobody waits for what need not be waited for. */
export type Awaitable<T> = T | Promise<T>;

/** A place in a log. A log that was lost or replaced has another epoch; `seq` counts from 1 with no gap, 0 is before the first. */
export interface Position {
  epoch: string;
  seq: number;
}

/** The client behind an envelope, where it is to be treated apart from the others who hear it. */
export interface Author {
  clientId: string;
  /** The `id` of its request: what everybody hears is its reply, and carries it. */
  id?: string | number;
  /** It does not hear the envelope at all. */
  excluded?: true;
}

export interface Entry {
  seq: number;
  /** The envelope as JSON, without its `seq`. */
  envelope: string;
  author?: Author;
  /** The request that it came from. */
  request?: string;
}

/** Hears a log, in its order. */
export interface LogListener {
  /** @param seq undefined for what was published and not appended */
  deliver(envelope: string, seq: number | undefined, author: Author | undefined): void;
  /** Something before this position was never delivered here, and will not be. */
  missed(at: Position): void;
}

/** Who is in a room. */
export interface Presence extends Omit<RoomMember, 'role'> {
  /** The user whose client it is. */
  userId: string;
  role: SessionParticipant['role'];
}

/** Whether what is done under a log changes something, or only looks how things are to tell that. */
export type Deed = 'change' | 'look';

/** Called when a room's membership changes, on any node. */
export interface PresenceListener {
  joined(member: Presence): void;
  updated(member: Presence): void;
  left(clientId: string): void;
}

export interface Versioned<T> {
  value: T;
  version: number;
}

/** How long a shared value outlives its last change, in ms; undefined: until it is removed. */
export const lifetimeOf = (key: string): number | undefined =>
  key.startsWith('throttle/') ? 30 * 60_000 : undefined;

/** Bounds of a log: what is past any of them is forgotten, oldest first. */
export interface LogBounds {
  messages: number;
  bytes: number;
  ms: number;
}

/** Bounds of a room's log (docs/protocol.md#delivery-and-logs). */
export const ROOM_BOUNDS: LogBounds = { messages: 1000, bytes: 4 * 1024 * 1024, ms: 5 * 60_000 };

/** A client's mailbox, the log of messages to it alone. */
export const MAILBOX_BOUNDS: LogBounds = { messages: 512, bytes: 1024 * 1024, ms: 120_000 };

/** A client's request, as the log knows it; 1 and "1" are two. */
export const requestKey = (clientId: string, id: string | number): string =>
  `${clientId} ${JSON.stringify(id)}`;

export const roomLog = (roomId: string): string => `room/${roomId}`;
export const mailbox = (clientId: string): string => `client/${clientId}`;
/** What a client calls the log of messages to it alone; its rooms' logs have the rooms' ids. */
export const DIRECT = 'direct';

/** The log that a client calls by this name. */
export const logOf = (clientId: string, name: string): string =>
  name === DIRECT ? mailbox(clientId) : roomLog(name);

export const boundsOf = (log: string): LogBounds => (log.startsWith('room/') ? ROOM_BOUNDS : MAILBOX_BOUNDS);

/** The key of a value that says who is here now: where nobody is connected any more there is none. */
export const presenceKey = (name: string): string => `present${name}`;
export const isOfPresence = (key: string): boolean => key.startsWith('present/');

/**
 * All that the nodes of one server share. Logs are named by `roomLog` and `mailbox`. Every method rejects
 * with a Refusal `unavailable` when what is shared cannot be reached.
 */
export interface Backplane {
  /**
   * Numbers, keeps and hands on an envelope (JSON without `seq`), in one step. One whose `request` (see requestKey) is
   * still in the log is not appended again: the answer is where it is.
   */
  append(log: string, envelope: string, author?: Author, request?: string): Awaitable<Position>;
  /** Hands an envelope to the log's listeners, at most once, and keeps nothing. */
  publish(log: string, envelope: string, author?: Author): Awaitable<void>;
  /**
   * Does what changes something and appends that to a log. Nothing else is done under that log meanwhile, on any node:
   * it is told in the order in which it was changed. Rejects as the task does, and where its turn does not come in time
   * with a Refusal `unavailable`, before anything was done. A node that dies over a change makes the log begin anew,
   * since nobody knows what it did and did not tell; one that dies over a look does not.
   */
  inOrder<T>(log: string, task: () => Promise<T>, deed?: Deed): Promise<T>;
  /** Where the log stands. */
  head(log: string): Promise<Position>;
  /** Everything after a position, in order; undefined where that is not all held any more, or the epoch is another. */
  read(log: string, after: Position): Promise<Entry[] | undefined>;
  /** Hears what is appended and published from now on; answers where the log stands. */
  subscribe(log: string, listener: LogListener): Promise<Position>;
  unsubscribe(log: string, listener: LogListener): Promise<void>;

  /**
   * Puts a client into a room, or changes what is told of it there; false, and nothing is done, where it is not in it
   * and `most` others are.
   * @param term counts the nodes that the client was on: what one says of it after a later one has, changes nothing
   */
  enter(roomId: string, member: Presence, most?: number, term?: number): Promise<boolean>;
  /**
   * Takes a client out of a room; false, and nothing is done, where it is not in it, or there in a later term. Where
   * that cannot be done now, it is as soon as it can.
   */
  leave(roomId: string, clientId: string, term?: number): Promise<boolean>;
  /** A client that came into a room from here is there by another node now. */
  forget(roomId: string, clientId: string): Promise<void>;
  /** Hears of changes from now on; answers who is in the room, in the order of their coming. */
  watch(roomId: string, listener: PresenceListener): Promise<Presence[]>;
  unwatch(roomId: string, listener: PresenceListener): Promise<void>;
  /** Who is in a room now, in the order of their coming. */
  members(roomId: string): Promise<Presence[]>;

  /** A small shared value, such as a lecture's playback; undefined where there is none. */
  get<T>(key: string): Promise<Versioned<T> | undefined>;
  /**
   * Replaces a value if its version is still the given one (0: there is none yet); `undefined` removes it.
   * Answers the new version, or undefined where another was faster.
   */
  compareAndSet<T>(key: string, version: number, value: T | undefined): Promise<number | undefined>;

  /** Whether what is shared can be reached, as far as is known. */
  readonly reachable: boolean;

  close(): Promise<void>;
}

/**
 * Changes a shared value by a pure function, again and again until nobody was faster, and answers what is there
 * after it. The function gets undefined where there is no value yet; where it gives back what it got, nothing is set.
 */
export async function update<T>(
  backplane: Backplane,
  key: string,
  change: (value: T | undefined) => T,
): Promise<T> {
  for (;;) {
    const present = await backplane.get<T>(key);
    const next = change(present?.value);
    if (next === present?.value) return next;
    if ((await backplane.compareAndSet(key, present?.version ?? 0, next)) !== undefined) return next;
  }
}

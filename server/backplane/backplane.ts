import type { RoomMember, SessionParticipant } from 'lectern-protocol';
import type { Account } from '../util/account.js';

/** A value or a promise of it, so that callers do not wait for values that exist already. */
export type Awaitable<T> = T | Promise<T>;

/**
 * A position in a log. `epoch` identifies the log's history and changes if entries were lost. `seq` counts from 1
 * without gaps; 0 is the position before the first entry.
 */
export interface Position {
  epoch: string;
  seq: number;
}

/** The client that sent an envelope, if it must be treated differently from the other receivers. */
export interface Author {
  clientId: string;
  /** The `id` of the client's request. The client receives the envelope as its reply, with this `id`. */
  id?: string | number;
  /** The client does not receive the envelope. */
  excluded?: true;
}

/** Maximum bytes of all logs together, of the entries of one user, and of those of all guests of one network. */
export interface LogLimits {
  total: number;
  user: number;
  network: number;
}

/** Memory in bytes that each entry is counted with in addition to its envelope. */
export const ENTRY_BYTES = 128;

/** An envelope in a log. */
export interface LogEntry {
  seq: number;
  /** The envelope as JSON, without its `seq`. */
  envelope: string;
  author?: Author;
  /** The request that caused it, see requestKey. */
  request?: string;
}

/** The announcement of a stored change, which a log must contain once (see Backplane.announce). */
export interface LogAnnouncement {
  /** Announcements in one log have IDs in the order of their changes. */
  id: number;
  /** ID of the announcement that must precede it. */
  previous?: number;
  /** Epoch of the log before the change. */
  epoch: string;
}

/** Receives the entries of a log, in order. */
export interface LogListener {
  /** @param seq undefined if the envelope was published and not appended */
  deliver(envelope: string, seq: number | undefined, author: Author | undefined): void;
  /** Called if entries before this position were not delivered and never will be. */
  gap(at: Position): void;
}

/** A client as a member of a room. */
export interface Presence extends Omit<RoomMember, 'role'> {
  /** ID of the client's user. */
  userId: string;
  role: SessionParticipant['role'];
}

/**
 * The reason for locking a log: `change` to change shared state and announce it, `announce` to announce state, or a change
 * whose announcement is stored with it. Both exclude all other holders.
 */
export type LockPurpose = 'change' | 'announce';

/** Called when a room's membership changes, on any node. */
export interface PresenceListener {
  joined(member: Presence): void;
  updated(member: Presence): void;
  left(clientId: string): void;
}

/** A shared value with the version that compareAndSet needs. */
export interface Versioned<T> {
  value: T;
  version: number;
}

/** Returns the time in ms after its last change at which a shared value expires; undefined if it does not. */
export const ttlOf = (key: string): number | undefined =>
  key.startsWith('throttle/') ? 30 * 60_000 : undefined;

/** Limits of a log. If one is exceeded, the oldest entries are discarded. */
export interface LogBounds {
  messages: number;
  bytes: number;
  ms: number;
}

/** Bounds of a room's log (docs/protocol.md#delivery-and-logs). */
export const ROOM_BOUNDS: LogBounds = { messages: 1000, bytes: 4 * 1024 * 1024, ms: 5 * 60_000 };

/** A client's mailbox, the log of messages to it alone. */
export const MAILBOX_BOUNDS: LogBounds = { messages: 512, bytes: 1024 * 1024, ms: 120_000 };

/** Returns the key of a client's request in a log. The IDs 1 and "1" have different keys. @param scope see ChatClient */
export const requestKey = (scope: string, id: string | number): string => `${scope} ${JSON.stringify(id)}`;

/** Returns the name of a room's log. */
export const roomLog = (roomId: string): string => `room/${roomId}`;
/** Returns the name of the log of messages to one client. */
export const mailboxLog = (clientId: string): string => `client/${clientId}`;
/** The name that the protocol uses for a client's mailbox. Logs of rooms are called by the IDs of the rooms. */
export const DIRECT = 'direct';

/** Returns the name of the log that a client refers to as `name`. */
export const logNameOf = (clientId: string, name: string): string =>
  name === DIRECT ? mailboxLog(clientId) : roomLog(name);

/** Returns the limits of a log. */
export const boundsOf = (log: string): LogBounds => (log.startsWith('room/') ? ROOM_BOUNDS : MAILBOX_BOUNDS);

/** Returns the key of a shared value about present clients. Such values are not handed over to the next process. */
export const presenceKey = (name: string): string => `present${name}`;
/** Tells whether a shared value is about present clients. */
export const isPresenceKey = (key: string): boolean => key.startsWith('present/');

/**
 * The state that all nodes of a cluster share: logs, presence and values. Logs are named by `roomLog` and `mailboxLog`.
 * Every method rejects with a Refusal `unavailable` if the shared state cannot be reached.
 */
export interface Backplane {
  /**
   * Appends an envelope (JSON without `seq`) to a log and delivers it to the listeners, atomically. If the log already
   * contains the `request` (see requestKey), nothing is appended. Returns the position of the new or existing entry.
   * If a budget is exceeded, the oldest entries of the user with the largest share are discarded.
   * @param account whose budget the entry counts toward; that of the server itself if undefined
   */
  append(
    log: string,
    envelope: string,
    author?: Author,
    request?: string,
    account?: Account,
  ): Awaitable<Position>;
  /**
   * Appends the announcement of a stored change, unless the log contains it or a later one. Returns false without
   * appending it if the log lacks the previous one. If the log's epoch differs from that of the announcement, the order
   * is unknown, and it is appended in any case: the caller must only try that once.
   */
  announce(
    log: string,
    envelope: string,
    announcement: LogAnnouncement,
    author?: Author,
    account?: Account,
  ): Awaitable<boolean>;
  /** Returns the epoch of a log, and the ID of the last announcement in it; 0 if there was none in this epoch. */
  lastAnnounced(log: string): Promise<{ epoch: string; id: number }>;
  /** Delivers an envelope to the listeners of a log, at most once, without storing it. */
  publish(log: string, envelope: string, author?: Author): Awaitable<void>;
  /**
   * Runs a task that changes shared state and appends the change to a log, while no other task holds the lock of that
   * log on any node. So changes are announced in the order in which they were made. Rejects as the task does, or with a
   * Refusal `unavailable` if the lock was not acquired in time; the task did not run then. If a node dies while it
   * holds the lock for a `change`, the log gets a new epoch, since the change might not have been announced.
   * @param task is given the log's epoch at the time when the lock was acquired
   */
  withLogLock<T>(log: string, task: (epoch: string) => Promise<T>, purpose?: LockPurpose): Promise<T>;
  /** Returns the position of the last entry of a log. */
  head(log: string): Promise<Position>;
  /** Returns all entries after a position, or undefined if some were discarded or the epoch differs. */
  read(log: string, after: Position): Promise<LogEntry[] | undefined>;
  /** Delivers envelopes to the listener from now on. Returns the position of the last entry before. */
  subscribe(log: string, listener: LogListener): Promise<Position>;
  unsubscribe(log: string, listener: LogListener): Promise<void>;

  /**
   * Adds a client to a room, or updates its presence there. Returns false without adding it if the room already has
   * `maxMembers` members.
   * @param term number of nodes that the client has been on; calls with an older term have no effect
   */
  enter(roomId: string, member: Presence, maxMembers?: number, term?: number): Promise<boolean>;
  /**
   * Removes a client from a room. Returns false if it is not in the room, or is there with a later term. If the shared
   * state cannot be reached, the client is removed later.
   */
  leave(roomId: string, clientId: string, term?: number): Promise<boolean>;
  /** Called when another node has resumed a client that this node had added to a room. */
  handOffMember(roomId: string, clientId: string): Promise<void>;
  /** Reports changes of the members from now on. Returns the current members, in the order in which they joined. */
  watchMembers(roomId: string, listener: PresenceListener): Promise<Presence[]>;
  unwatchMembers(roomId: string, listener: PresenceListener): Promise<void>;
  /** Waits, for a limited time, until the listeners have been told all changes of the members up to now. */
  catchUpMembers(roomId: string): Awaitable<void>;
  /** Returns the members of a room, in the order in which they joined. */
  members(roomId: string): Promise<Presence[]>;
  /** Tells whether a room has no members. */
  isEmpty(roomId: string): Promise<boolean>;
  /** Tells whether a client is a member of a room, even if this node has not been told yet that it joined. */
  isMember(roomId: string, clientId: string): Promise<boolean>;

  /** Returns a small shared value, for example the playback of a lecture; undefined if there is none. */
  get<T>(key: string): Promise<Versioned<T> | undefined>;
  /**
   * Replaces a value if it still has the given version (0: there is no value). `undefined` removes the value.
   * Returns the new version, or undefined if the version differs.
   */
  compareAndSet<T>(key: string, version: number, value: T | undefined): Promise<number | undefined>;

  /** Returns in words why the shared state cannot be changed; undefined if it can. For health checks. */
  check(): Promise<string | undefined>;

  /** Returns a number greater than all that were returned before, on any node. */
  nextSerial(): Promise<number>;

  /** Whether the last access to the shared state succeeded. */
  readonly reachable: boolean;

  close(): Promise<void>;
}

/**
 * Changes a shared value by a pure function, which runs again if another node changed the value meanwhile. The function
 * gets undefined if there is no value. If it returns its argument, nothing is set. Returns the resulting value.
 */
export async function updateValue<T>(
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

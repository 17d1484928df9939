import type {
  Announcement,
  Attendance,
  AuditEntry,
  ChangedLecture,
  ChatMessage,
  Class,
  ClassMember,
  DueAnnouncement,
  EnrolledClass,
  Exclusion,
  ExclusionScope,
  Lecture,
  Marker,
  MemberType,
  Message,
  NewMarker,
  NewMessage,
  OutboxEntry,
  Revocation,
  RoomSettings,
  StoredSession,
  User,
} from './model.js';
import type { ForwardPage, ForwardQuery, Page, PageQuery } from './pages.js';

export type * from './model.js';
export * from './pages.js';

/**
 * Identifies the request that asked for a change: the client's ID, and the `id` of its message
 * (docs/protocol.md#repeating-a-request). The IDs 1 and "1" differ.
 */
export interface RequestKey {
  clientId: string;
  id: string | number;
}

/** The result of a change. */
export interface ChangeResult<T> {
  value: T;
  /**
   * True if the same request was handled before. `value` is then the first result, nothing was changed now, and only
   * the sender needs the result, unless it was not announced yet.
   */
  repeated: boolean;
  /** The change's announcement; absent if the change has none, or was announced before. */
  due?: OutboxEntry;
}

/** Selects announcements in the outbox. */
export interface DueQuery {
  /** Only those of this room. */
  roomId?: string;
  /** Only those with a greater ID. */
  after?: number;
  /** Maximum number. Defaults to 1,000. */
  limit?: number;
}

/** Selects a page of the rooms with settings. */
export interface RoomsQuery extends PageQuery {
  /** Only rooms that are public or belong to this user; null for public rooms only; absent for all. */
  visibleTo?: string | null;
}

/** Selects a page of the audit log. */
export interface AuditQuery extends PageQuery {
  /** Only entries about this class. */
  classUuid?: string;
  /** Only entries since this time, in ms since 1970. */
  since?: number;
}

/** Number of stored replies per client. Somewhat more are stored until older ones are deleted together. */
export const MAX_REPLIES = 256;

/**
 * Data that survives a restart of the server. A change resolves only after it is committed to the disk.
 *
 * Every method rejects with a Refusal:
 * - `unavailable` if the database cannot be reached, is locked, is full, or does not answer within CALL_TIMEOUT. The
 *   change can have been made nevertheless; repeating it with the same request shows its result.
 * - `not-found` if a change refers to an object that does not exist.
 * - `conflict` if a change contradicts stored data, or if the ID of its request was used for another kind of change.
 *
 * A rejected change has no effect and its request is not stored. Reading a missing object returns `undefined`, and
 * reading a list without items returns an empty page.
 *
 * The store does not check permissions; handlers do. U+0000 and lone surrogates are stored as U+FFFD.
 */
export interface Store extends Changes, Reads {
  /** Whether changes resolve in the order in which they were made, provided that no other process uses the database. */
  readonly ordered: boolean;
  /** Makes a small change, ahead of waiting calls. Resolves if the database could take it; for health checks. */
  check(): Promise<void>;
  /** Completes pending calls, then closes the database. Later calls are rejected as `unavailable`. */
  close(): Promise<void>;
}

/** Time in ms after which a call is rejected as `unavailable`. */
export const CALL_TIMEOUT = 5000;

/** What the lectures of one instructor can take up. */
export interface LectureLimits {
  instructorId: string;
  /** Maximum number of lectures in the class. */
  lectures: number;
  /** Maximum bytes of the names and playlists of all lectures in the instructor's classes. */
  bytes: number;
}

/**
 * The methods that change data. A change with a request is made once; repeating the request returns the same result.
 * A change with an announcement adds it to the outbox in the same transaction.
 */
export interface Changes {
  /** Stores a user, or replaces the name and photo of an existing one. */
  saveUser(user: User, request?: RequestKey): Promise<ChangeResult<User>>;

  /**
   * Creates a class with a new UUID and enrolls the user as its instructor. Rejects with `conflict` if the user is the
   * instructor of `maxClasses` already.
   */
  createClass(
    given: { instructorId: string; title: string; subtitle: string; maxClasses?: number },
    request?: RequestKey,
  ): Promise<ChangeResult<EnrolledClass>>;

  /** Changes the given properties of a class and returns the whole class. */
  updateClass(
    given: { uuid: string } & Partial<Pick<Class, 'title' | 'subtitle'>>,
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Class>>;

  /** Enrolls the user in the class. Rejects with `conflict` if the user is already enrolled, in any role. */
  enroll(
    given: { classUuid: string; userId: string; memberType: MemberType },
    request?: RequestKey,
  ): Promise<ChangeResult<EnrolledClass>>;

  /**
   * Creates a lecture that is not live and is at its first video. `speech` defaults to `everyone`. Rejects
   * with `conflict` if a limit is exceeded.
   */
  createLecture(
    given: Pick<Lecture, 'classUuid' | 'lectureDate' | 'lectureName' | 'playlist'> &
      Partial<Pick<Lecture, 'speech'>> & { limits?: LectureLimits },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Lecture>>;
  /** Deletes a lecture with its chat, markers and attendance, and returns the deleted lecture. */
  deleteLecture(
    given: { id: number },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Lecture>>;
  /** Deletes a class with its lectures and enrollments. Returns the deleted class, and the IDs of its lectures. */
  deleteClass(
    given: { uuid: string },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Class & { lectureIds: number[] }>>;
  /** Deletes some chat messages and markers from before a time, in ms since 1970. Returns how many. */
  deleteOldChat(given: { before: number }): Promise<ChangeResult<number>>;

  /** Changes the given properties of a lecture and returns the whole lecture. */
  updateLecture(
    given: { id: number } & Partial<Pick<Lecture, 'isLive' | 'videoIdx' | 'speech' | 'playlist'>>,
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Lecture>>;
  /**
   * Corrects a lecture, and returns the whole lecture. The current video and the markers move with the videos of the
   * playlist; markers of removed videos are deleted. Rejects with `conflict` if the lecture grows although the
   * instructor's lectures take up the maximum.
   */
  correctLecture(
    given: { id: number } & Partial<Pick<Lecture, 'lectureDate' | 'lectureName' | 'playlist'>> & {
        limits?: Omit<LectureLimits, 'lectures'>;
      },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<ChangedLecture>>;

  /** Excludes a user from a lecture or, without `lectureId`, from a class. Does nothing if the user is excluded already. */
  exclude(
    given: { classUuid: string; lectureId?: number; userId: string },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<null>>;
  /** Ends one exclusion. Rejects with `not-found` if there is none. */
  readmit(
    given: { classUuid: string; lectureId?: number; userId: string },
    request?: RequestKey,
  ): Promise<ChangeResult<null>>;

  /** Adds a message to the chat of a lecture. */
  addChatMessage(
    given: NewMessage & { lectureId: number },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Message>>;

  /** Deletes a message of a chat, and returns the deleted message without its text. */
  deleteChatMessage(
    given: { messageId: number },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Pick<ChatMessage, 'messageId' | 'lectureId' | 'senderId'>>>;
  /** Deletes the chat of a lecture. Returns the number of deleted messages. */
  clearChat(
    given: { lectureId: number },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<{ lectureId: number; messages: number }>>;

  /** Pins a marker to a moment of a video. */
  createMarker(
    given: NewMarker,
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Marker>>;
  /** Removes a marker with its messages, and returns the removed marker. */
  deleteMarker(
    given: { markerId: number },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Marker>>;
  /** Adds a message below a marker. */
  addMarkerMessage(
    given: NewMessage & { markerId: number },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Message>>;

  /**
   * Records that a user joined a lecture, `at` ms since 1970. Returns the ID of a span with no duration, whose end
   * `extendAttendance` moves. A crash loses at most the time since the last extension.
   */
  startAttendance(
    given: { lectureId: number; userId: string; at: number },
    request?: RequestKey,
  ): Promise<ChangeResult<number>>;
  /** Moves the end of at most 1,000 spans to `at`, but never back. Unknown IDs are ignored. */
  extendAttendance(
    given: { spanIds: number[]; at: number },
    request?: RequestKey,
  ): Promise<ChangeResult<null>>;

  /**
   * Deletes the stored replies of a client that has left permanently. Replies of clients that were lost in a crash
   * are deleted after a day.
   */
  deleteReplies(given: { clientId: string }): Promise<ChangeResult<null>>;

  /** Stores or replaces a client's session, and deletes some expired sessions. */
  saveSession(given: StoredSession): Promise<ChangeResult<null>>;
  /** Deletes a client's session, if there is one. */
  deleteSession(given: { clientId: string }): Promise<ChangeResult<null>>;

  /**
   * Stores settings for a room. Rejects with `conflict` if it has settings, or if its owner has
   * `maxOwned` rooms already. `password` is a hash, which no result contains.
   */
  createRoom(
    given: Omit<RoomSettings, 'locked' | 'createdAt'> & { password?: string; maxOwned?: number },
    request?: RequestKey,
  ): Promise<ChangeResult<RoomSettings>>;
  /** Changes the given settings of a room and returns all of them. null removes a password or a limit. */
  updateRoom(
    given: { id: string; password?: string | null; max?: number | null } & Partial<
      Pick<RoomSettings, 'title' | 'public' | 'speech'>
    >,
    request?: RequestKey,
  ): Promise<ChangeResult<RoomSettings>>;
  /** Records that clients have joined rooms with settings. IDs without settings are ignored. */
  touchRooms(given: { ids: string[] }): Promise<ChangeResult<null>>;
  /** Removes a room's settings, and returns the removed settings. */
  deleteRoom(given: { id: string }, request?: RequestKey): Promise<ChangeResult<RoomSettings>>;

  /** Marks a single-use token as used. Rejects with `conflict` if it is already. `expires` is the token's own, in ms since 1970. */
  consumeToken(given: { tokenId: string; expires: number }): Promise<ChangeResult<null>>;

  /** Revokes a user or a token, or replaces the reason and expiry of its revocation. Deletes some expired revocations. */
  revoke(
    given: Pick<Revocation, 'kind' | 'subject' | 'reason' | 'expires'>,
    request?: RequestKey,
  ): Promise<ChangeResult<Revocation>>;
  /** Ends a revocation, and returns it. */
  liftRevocation(given: { id: number }, request?: RequestKey): Promise<ChangeResult<Revocation>>;

  /**
   * Adds an entry to the audit log, and deletes the oldest ones beyond `most`: those of users together, and those of the
   * operator. One user has at most a hundredth of the entries of users. Deletes some entries that are older than
   * `retention` ms.
   */
  addAuditEntry(given: {
    entry: Omit<AuditEntry, 'id'>;
    most: number;
    retention: number;
  }): Promise<ChangeResult<null>>;

  /** Removes announcements from the outbox. */
  removeAnnouncements(given: { ids: number[] }): Promise<ChangeResult<null>>;

  /** Stores the signing secret unless there is one already, and returns the stored one. */
  ensureSecret(given: { secret: string }): Promise<ChangeResult<string>>;
}

/** The methods that read data. They see everything that any node has committed. */
export interface Reads {
  /**
   * Returns the result of a request that was already handled, or undefined. Only needed to avoid work that precedes
   * the change, for example a translation.
   */
  findReply<K extends ChangeName>(change: K, request: RequestKey): Promise<ChangeValue<K> | undefined>;

  /** Returns a client's session, or undefined if it has expired. */
  session(clientId: string): Promise<StoredSession | undefined>;

  room(id: string): Promise<RoomSettings | undefined>;
  /** Returns the hash of a room's password, or undefined if the room has none. */
  roomPassword(id: string): Promise<string | undefined>;
  /** Returns rooms with settings, oldest first. */
  rooms(query?: RoomsQuery): Promise<Page<RoomSettings>>;

  /** Returns the revocations that have not expired, oldest first. */
  revocations(page?: PageQuery): Promise<Page<Revocation>>;
  /** Returns the size of the database in bytes. */
  databaseBytes(): Promise<number>;
  /** Returns the UUIDs of some classes that were last used before a time, in ms since 1970. */
  unusedClasses(before: number): Promise<string[]>;
  /** Returns the IDs of some rooms with settings that were last used before a time, in ms since 1970. */
  unusedRooms(before: number): Promise<string[]>;

  /** Returns the announcements in the outbox, oldest first. */
  dueAnnouncements(query?: DueQuery): Promise<DueAnnouncement[]>;

  /** Returns entries of the audit log, oldest first. */
  auditEntries(query?: AuditQuery): Promise<Page<AuditEntry>>;

  user(id: string): Promise<User | undefined>;
  class(uuid: string): Promise<Class | undefined>;
  lecture(id: number): Promise<Lecture | undefined>;
  marker(id: number): Promise<Marker | undefined>;
  chatMessage(id: number): Promise<ChatMessage | undefined>;
  /** Returns a user as a member of a class, or undefined if the user is not enrolled. */
  member(classUuid: string, userId: string): Promise<ClassMember | undefined>;
  /**
   * Returns what a user is excluded from: the class, or else the lecture, or undefined.
   * @param lectureId undefined to look for a ban from the class alone
   */
  exclusion(classUuid: string, userId: string, lectureId?: number): Promise<ExclusionScope | undefined>;
  /** Returns the exclusions of a class, oldest first. */
  exclusions(classUuid: string, page?: PageQuery): Promise<Page<Exclusion>>;
  /** Returns the first instructor of a class. */
  instructor(classUuid: string): Promise<ClassMember | undefined>;

  /** Returns the classes of a user, newest enrollment last. */
  classes(userId: string, page?: PageQuery): Promise<Page<EnrolledClass>>;
  /** Returns the lectures of a class, oldest first. */
  lectures(classUuid: string, page?: PageQuery): Promise<Page<Lecture>>;
  /** Returns the live lectures of all classes, for cleaning up after a crash. */
  liveLectures(page?: PageQuery): Promise<Page<Lecture>>;
  /** Returns the members of a class, in the order of their enrollment. */
  members(classUuid: string, page?: ForwardQuery): Promise<ForwardPage<ClassMember>>;
  /** Returns the chat messages of a lecture, oldest first. */
  chatMessages(lectureId: number, page?: PageQuery): Promise<Page<Message>>;
  /** Returns the markers of one video or, without `videoIndex`, of all videos, oldest first. */
  markers(lectureId: number, videoIndex: number | undefined, page?: PageQuery): Promise<Page<Marker>>;
  /** Returns the messages below a marker, oldest first. */
  markerMessages(markerId: number, page?: PageQuery): Promise<Page<Message>>;

  /**
   * Returns the attendance of a lecture, in the order in which users first joined. Spans of a user that overlap or are
   * at most `mergeGap` ms apart are merged, so that a reconnection is not visible.
   */
  attendance(lectureId: number, query: ForwardQuery & { mergeGap: number }): Promise<ForwardPage<Attendance>>;
}

/** Name of a method that changes data. */
export type ChangeName = keyof Changes;
/** Name of a method that reads data. */
export type ReadName = keyof Reads;

/** The first parameter of a change. */
export type ChangeInput<K extends ChangeName> = Parameters<Changes[K]>[0];

/** The value in the result of a change. */
export type ChangeValue<K extends ChangeName> =
  Awaited<ReturnType<Changes[K]>> extends ChangeResult<infer T> ? T : never;

/** The parameters of a read. */
export type ReadInput<K extends ReadName> = Parameters<Reads[K]>;
/** The result of a read. */
export type ReadResult<K extends ReadName> = Awaited<ReturnType<Reads[K]>>;

import type {
  Attendance,
  Class,
  ClassMember,
  KeptSession,
  Lecture,
  Marker,
  MemberType,
  Message,
  NewMarker,
  NewMessage,
  OwnClass,
  Room,
  User,
} from './model.js';

export type * from './model.js';

/**
 * The request behind a change: the client's ID, and the `id` of its message (docs/protocol.md#repeating-a-request).
 * 1 and "1" are different.
 */
export interface RequestKey {
  clientId: string;
  id: string | number;
}

/** What a change came to. */
export interface Outcome<T> {
  value: T;
  /**
   * True where the request had been done before: `value` is the first answer and nothing was done now, so
   * only the sender is to be told.
   */
  repeated: boolean;
}

/** Which part of a list, newest first: without `before` its newest end. */
export interface PageQuery {
  /** The `before` of the page that came last. */
  before?: number | undefined;
  /** How many at most; `PAGE.usual` where absent, `PAGE.most` where it is more. */
  limit?: number | undefined;
}

/** Which part of a list that is read from its start. */
export interface ForwardQuery {
  /** The `after` of the page that came last. */
  after?: number | undefined;
  /** As in PageQuery. */
  limit?: number | undefined;
}

/** Which rooms, the newest last. */
export interface RoomsQuery extends PageQuery {
  /** Those that are public or belong to that user; null: the public ones alone; absent: all. */
  seenBy?: string | null;
}

/** A part of a list that was asked for from its newest end. */
export interface Page<T> {
  /** Oldest first, so that an older page is put before it as it is. */
  items: T[];
  /** Asks for the page of older ones; absent where there are none. */
  before?: number;
}

/** A part of a list that was asked for from its start. */
export interface ForwardPage<T> {
  items: T[];
  /** Asks for the next page; absent where there is none. */
  after?: number;
}

export const PAGE = { usual: 50, most: 200 } as const;

/** How many replies are kept for each client. */
export const REPLIES_KEPT = 256;

/**
 * All that outlives a restart. A change is answered only after it is committed to the disk.
 *
 * Every method rejects with a Refusal: `unavailable` where the database cannot be reached, is locked, is full or
 * does not answer within DEADLINE (a change may then have been made or not, which a repeat with the same request
 * finds out); `not-found` where a change names something that does not exist; `conflict` where it contradicts what is
 * kept, or where its request's id was used for another kind of change. A refused change leaves nothing behind and
 * is not remembered. Single things that are read and not there are `undefined`, lists are empty.
 *
 * Rights are not looked at: that is the handlers' part. U+0000 and halves of surrogate pairs are kept as U+FFFD.
 */
export interface Store extends Changes, Reads {
  /** Changes are answered in the order in which they were made, as long as nobody else uses the database. */
  readonly ordered: boolean;
  /** Resolves while the database answers; for health checks. */
  check(): Promise<void>;
  /** Finishes what has been asked for, then lets go of the database. Calls after it are refused as `unavailable`. */
  close(): Promise<void>;
}

/** ms after which a call is given up at the latest. */
export const DEADLINE = 5000;

/** Everything that changes what is kept. With a request, each is done once and answers the same again. */
export interface Changes {
  /** Keeps a user, or what is new about one: name and photo are replaced. */
  saveUser(user: User, request?: RequestKey): Promise<Outcome<User>>;

  /** Makes a class with a new uuid, and the user its instructor. */
  createClass(
    given: { instructorId: string; title: string; subtitle: string },
    request?: RequestKey,
  ): Promise<Outcome<OwnClass>>;

  /** Makes the user a member of the class; `conflict` where it is one already, in whatever role. */
  enroll(
    given: { classUuid: string; userId: string; memberType: MemberType },
    request?: RequestKey,
  ): Promise<Outcome<OwnClass>>;

  /** Not live, at its first video; everyone speaks unless said otherwise. */
  createLecture(
    given: Pick<Lecture, 'classUuid' | 'lectureDate' | 'lectureName' | 'playlist'> &
      Partial<Pick<Lecture, 'speech'>>,
    request?: RequestKey,
  ): Promise<Outcome<Lecture>>;

  /** Changes what is given of a lecture, and answers the whole. */
  updateLecture(
    given: { id: number } & Partial<Pick<Lecture, 'isLive' | 'videoIdx' | 'speech' | 'playlist'>>,
    request?: RequestKey,
  ): Promise<Outcome<Lecture>>;

  addChatMessage(given: NewMessage & { lectureId: number }, request?: RequestKey): Promise<Outcome<Message>>;

  createMarker(given: NewMarker, request?: RequestKey): Promise<Outcome<Marker>>;
  /** Removes a marker with its messages, and answers what it was. */
  deleteMarker(given: { markerId: number }, request?: RequestKey): Promise<Outcome<Marker>>;
  addMarkerMessage(given: NewMessage & { markerId: number }, request?: RequestKey): Promise<Outcome<Message>>;

  /**
   * Notes that a user has come into a lecture, `at` ms since 1970. The answer is the id of a span that ends as it
   * begins, until `extendAttendance` moves its end: what a crash can lose is the time since the last of those.
   */
  startAttendance(
    given: { lectureId: number; userId: string; at: number },
    request?: RequestKey,
  ): Promise<Outcome<number>>;
  /** Moves the end of these spans (1,000 at most) to `at`; never back. Ids that do not exist are passed over. */
  extendAttendance(given: { spanIds: number[]; at: number }, request?: RequestKey): Promise<Outcome<null>>;

  /**
   * Forgets the replies kept for a client that has left for good. Those of clients of which a crash
   * knew nothing any more are forgotten after a day.
   */
  forgetReplies(given: { clientId: string }): Promise<Outcome<null>>;

  /** Keeps what a client needs to come back, in place of what was kept before. Expired ones are forgotten on the way. */
  saveSession(given: KeptSession): Promise<Outcome<null>>;
  endSession(given: { clientId: string }): Promise<Outcome<null>>;

  /** Keeps settings for a room; `conflict` where it has some. `password` is a hash, and in no answer. */
  createRoom(
    given: Omit<Room, 'locked' | 'createdAt'> & { password?: string },
    request?: RequestKey,
  ): Promise<Outcome<Room>>;
  /** Changes what is given of a room's settings, and answers the whole; null takes away. */
  updateRoom(
    given: { id: string; password?: string | null; max?: number | null } & Partial<
      Pick<Room, 'title' | 'public' | 'speech'>
    >,
    request?: RequestKey,
  ): Promise<Outcome<Room>>;
  /** Removes a room's settings, and answers what they were. */
  deleteRoom(given: { id: string }, request?: RequestKey): Promise<Outcome<Room>>;

  /** Notes that a token that holds once has been used; `conflict` where it had been. `expires` is the token's own, ms since 1970. */
  useToken(given: { tokenId: string; expires: number }): Promise<Outcome<null>>;

  /** Keeps what the server signs with, where nothing is kept yet, and answers what is kept. */
  keepSecret(given: { secret: string }): Promise<Outcome<string>>;
}

/** Everything that is read. What is committed is seen, by whichever node. */
export interface Reads {
  /**
   * The first answer to a request that has been done already, undefined where it has not. Only needed
   * where work before the change, such as a translation, is to be spared.
   */
  findReply<K extends ChangeName>(change: K, request: RequestKey): Promise<ValueOf<K> | undefined>;

  /** What is kept of a client; undefined where that has expired. */
  session(clientId: string): Promise<KeptSession | undefined>;

  room(id: string): Promise<Room | undefined>;
  /** The hash of a room's password; undefined where it has none. */
  roomPassword(id: string): Promise<string | undefined>;
  /** In the order of their making. */
  rooms(query?: RoomsQuery): Promise<Page<Room>>;

  user(id: string): Promise<User | undefined>;
  class(uuid: string): Promise<Class | undefined>;
  lecture(id: number): Promise<Lecture | undefined>;
  marker(id: number): Promise<Marker | undefined>;
  /** What the user is in the class; undefined where it is not in it. */
  member(classUuid: string, userId: string): Promise<ClassMember | undefined>;
  /** The class's first instructor. */
  instructor(classUuid: string): Promise<ClassMember | undefined>;

  /** The classes of a user, newest enrolment last. */
  classes(userId: string, page?: PageQuery): Promise<Page<OwnClass>>;
  /** In the order of their making. */
  lectures(classUuid: string, page?: PageQuery): Promise<Page<Lecture>>;
  /** The lectures of all classes that are live, for whoever clears up after a crash. */
  liveLectures(page?: PageQuery): Promise<Page<Lecture>>;
  /** In the order of their enrolment. */
  members(classUuid: string, page?: ForwardQuery): Promise<ForwardPage<ClassMember>>;
  chatMessages(lectureId: number, page?: PageQuery): Promise<Page<Message>>;
  /** The markers of one video, in the order of their making. */
  markers(lectureId: number, videoIndex: number, page?: PageQuery): Promise<Page<Marker>>;
  markerMessages(markerId: number, page?: PageQuery): Promise<Page<Message>>;

  /**
   * Who was in a lecture and when, in the order of their first coming. Spans of a user that overlap or lie not
   * more than `mergeGap` ms apart are one: that is how a reconnection does not show.
   */
  attendance(lectureId: number, query: ForwardQuery & { mergeGap: number }): Promise<ForwardPage<Attendance>>;
}

export type ChangeName = keyof Changes;
export type ReadName = keyof Reads;

/** What a change is given. */
export type ChangeInput<K extends ChangeName> = Parameters<Changes[K]>[0];

/** What a change answers. */
export type ValueOf<K extends ChangeName> =
  Awaited<ReturnType<Changes[K]>> extends Outcome<infer T> ? T : never;

export type ReadInput<K extends ReadName> = Parameters<Reads[K]>;
export type ReadAnswer<K extends ReadName> = Awaited<ReturnType<Reads[K]>>;

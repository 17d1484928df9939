import type { RequestKey } from './change-result.js';
import type { ChangeName, ChangeValue } from './changes.js';
import type {
  Attendance,
  AudioPart,
  AuditEntry,
  Browser,
  CalendarEntry,
  CalendarFeed,
  ChatMessage,
  Class,
  ClassMember,
  DueAnnouncement,
  EnrolledClass,
  Exclusion,
  ExclusionScope,
  Lecture,
  Marker,
  MarkerVotes,
  Message,
  Place,
  Revocation,
  RoomExclusion,
  RoomSettings,
  StoredSession,
  User,
  UserRecord,
} from './model.js';
import type { ForwardPage, ForwardQuery, Page, PageQuery } from './pages.js';
import type { RecordingReads } from './recordings.js';
import type { WebhookReads } from './webhooks.js';

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

/** Selects a page of the chat of a lecture. */
export interface ChatQuery extends PageQuery {
  /** Only messages that this user can read without being an instructor; absent for all. */
  readerId?: string;
}

/** Selects lectures of the calendar of a class. */
export interface CalendarQuery {
  /** Only this lecture. */
  lectureId?: number;
  /** Maximum number of lectures, and of canceled ones. The newest are returned. */
  limit?: number;
}

/** Selects a page of the markers of a lecture. */
export interface MarkersQuery extends PageQuery {
  /** The user whose votes `voted` shows. */
  voterId?: string;
}

/**
 * The kinds of objects that are stored about a user. `privateMessages` are those that instructors sent to the user.
 * `voiceMessages` is the audio of `messages`. `recordings` are the files that the user is recorded in. `actions` are
 * entries of the audit log by the user, and `audit` are those about the user.
 */
export const USER_DATA_PARTS = [
  'memberships',
  'attendance',
  'messages',
  'privateMessages',
  'voiceMessages',
  'recordings',
  'markers',
  'markerMessages',
  'votes',
  'exclusions',
  'admissions',
  'roomExclusions',
  'rooms',
  'browsers',
  'actions',
  'audit',
] as const;
export type UserDataPart = (typeof USER_DATA_PARTS)[number];

/** Selects a page of what is stored about a user. */
export type UserDataQuery = ForwardQuery;

/** The methods that read data. They see everything that any node has committed. */
export interface Reads extends RecordingReads, WebhookReads {
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

  /** Returns the browsers of a guest who uses several, in the order in which they were added. */
  browsers(userId: string): Promise<Browser[]>;

  user(id: string): Promise<User | undefined>;
  /** Returns objects of one kind that are stored about a user, oldest first. */
  userData(userId: string, part: UserDataPart, query?: UserDataQuery): Promise<ForwardPage<UserRecord>>;
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
  /** Returns the instructors of a class, in the order of their enrollment. */
  instructors(classUuid: string): Promise<ClassMember[]>;
  /** Returns whether a user can join a place although its entry is restricted. */
  isAdmitted(place: Place, userId: string): Promise<boolean>;
  isExcludedFromRoom(roomId: string, userId: string): Promise<boolean>;
  /** Returns whether any user is removed from a room. */
  hasRoomExclusions(roomId: string): Promise<boolean>;
  /** Returns the users who were removed from a room, the last removed one last. */
  roomExclusions(roomId: string, page?: PageQuery): Promise<Page<RoomExclusion>>;

  /** Returns the classes of a user, newest enrollment last. */
  classes(userId: string, page?: PageQuery): Promise<Page<EnrolledClass>>;
  /** Returns the lectures of a class, oldest first. */
  lectures(classUuid: string, page?: PageQuery): Promise<Page<Lecture>>;
  /** Returns the lectures of a class, and those that were deleted in the last 30 days, oldest first. */
  calendarEntries(classUuid: string, query?: CalendarQuery): Promise<CalendarEntry[]>;
  /** Returns the link of a member to the calendar of a class, if there is one. */
  calendarFeed(classUuid: string, userId: string): Promise<CalendarFeed | undefined>;
  /** Returns the link whose secret has this hash. */
  calendarFeedByHash(hash: string): Promise<CalendarFeed | undefined>;
  /** Returns the live lectures of all classes, for cleaning up after a crash. */
  liveLectures(page?: PageQuery): Promise<Page<Lecture>>;
  /** Returns the members of a class, in the order of their enrollment. */
  members(classUuid: string, page?: ForwardQuery): Promise<ForwardPage<ClassMember>>;
  /** Returns the chat messages of a lecture, oldest first. */
  chatMessages(lectureId: number, query?: ChatQuery): Promise<Page<Message>>;
  /** Returns some bytes of a voice message; undefined if the message does not exist or is a text. */
  audioPart(part: { messageId: number; offset: number; bytes: number }): Promise<AudioPart | undefined>;
  /** Returns the size of all voice messages of a lecture. */
  lectureAudioBytes(lectureId: number): Promise<number>;
  /** Returns the markers of one video or, without `videoIndex`, of all videos, oldest first. */
  markers(lectureId: number, videoIndex: number | undefined, query?: MarkersQuery): Promise<Page<Marker>>;
  /** Returns the numbers of votes for markers, in any order. Markers that do not exist are ignored. */
  markerVotes(markerIds: readonly number[]): Promise<MarkerVotes[]>;
  /** Returns the messages below a marker, oldest first. */
  markerMessages(markerId: number, page?: PageQuery): Promise<Page<Message>>;

  /**
   * Returns the attendance of a lecture, in the order in which users first joined. Spans of a user that overlap or are
   * at most `mergeGap` ms apart are merged, so that a reconnection is not visible.
   */
  attendance(lectureId: number, query: ForwardQuery & { mergeGap: number }): Promise<ForwardPage<Attendance>>;
}

/** Name of a method that reads data. */
export type ReadName = keyof Reads;

/** The parameters of a read. */
export type ReadInput<K extends ReadName> = Parameters<Reads[K]>;
/** The result of a read. */
export type ReadResult<K extends ReadName> = Awaited<ReturnType<Reads[K]>>;

import type { ChangeResult, RequestKey } from './change-result.js';
import type {
  Announcement,
  AuditEntry,
  Browser,
  ChangedLecture,
  ChatMessage,
  Class,
  EnrolledClass,
  Entry,
  Lecture,
  Marker,
  MarkerVotes,
  Membership,
  Message,
  NewAudio,
  NewMarker,
  NewMessage,
  Place,
  Revocation,
  RoomSettings,
  StoredSession,
  User,
} from './model.js';
import type { RecordingChanges } from './recordings.js';
import type { WebhookChanges } from './webhooks.js';

/** Number of stored replies per client. Somewhat more are stored until older ones are deleted together. */
export const MAX_REPLIES = 256;

/** Maximum number of instructors of a class. */
export const MAX_INSTRUCTORS = 50;

/** Time in ms for which a deleted lecture is in the calendar as canceled. Programs update calendars more often. */
export const CANCELED_MS = 30 * 24 * 60 * 60_000;

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
export interface Changes extends RecordingChanges, WebhookChanges {
  /** Stores a user, or replaces the name and photo of an existing one. */
  saveUser(user: User, request?: RequestKey): Promise<ChangeResult<User>>;

  /**
   * Erases some of what is stored about a user: memberships, messages, attendance, markers, exclusions and the user.
   * Must be repeated until `done`. Markers below which others wrote, and entries of the audit log, remain and belong to
   * ERASED_USER. Rejects with `conflict` if the user is the last instructor of a class.
   */
  eraseUser(given: { userId: string }): Promise<ChangeResult<{ done: boolean }>>;

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
  enroll(given: Membership, request?: RequestKey): Promise<ChangeResult<EnrolledClass>>;

  /** Ends a membership, and returns it. Rejects with `conflict` for the last instructor of the class. */
  leaveClass(
    given: { classUuid: string; userId: string },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Membership>>;
  /** Ends the membership of a student, excludes the student from the class, and returns the former membership. */
  removeMember(
    given: { classUuid: string; userId: string },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Membership>>;
  /**
   * Makes a member an instructor, whose exclusions end, or a student. Returns the changed membership. Rejects with
   * `conflict` for the last instructor, if the class has MAX_INSTRUCTORS, or if the user is the instructor of
   * `maxClasses` already.
   */
  setMemberType(
    given: Membership & { maxClasses?: number },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Membership>>;

  /**
   * Stores a link to the calendar of a class, which replaces the member's earlier link. It ends with the membership.
   * @param given `hash`: of the link's secret
   */
  createCalendarFeed(given: { classUuid: string; userId: string; hash: string }): Promise<ChangeResult<null>>;
  /** Deletes a member's link to the calendar of a class, if there is one. */
  withdrawCalendarFeed(given: { classUuid: string; userId: string }): Promise<ChangeResult<null>>;

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
  /**
   * Deletes a lecture with its chat, markers and attendance, and returns the deleted lecture. Its date remains in the
   * calendar of the class for 30 days.
   */
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
  /** Deletes some spans of attendance that ended before a time, in ms since 1970. Returns how many. */
  deleteOldAttendance(given: { before: number }): Promise<ChangeResult<number>>;
  /** Deletes the dates of lectures that were deleted before a time, in ms since 1970. Returns how many. */
  deleteOldCancellations(given: { before: number }): Promise<ChangeResult<number>>;
  /** Deletes some chat messages and markers from before a time, in ms since 1970. Returns how many. */
  deleteOldChat(given: { before: number }): Promise<ChangeResult<number>>;

  /**
   * Changes the given properties of a lecture and returns the whole lecture. `admitted` are the users who can still join
   * if the entry is restricted.
   */
  updateLecture(
    given: { id: number; entry?: Entry; admitted?: string[] } & Partial<
      Pick<Lecture, 'isLive' | 'videoIdx' | 'speech' | 'playlist'>
    >,
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

  /**
   * Lets users join a place with restricted entry. Of more than 10,000 users, those who were admitted first are
   * forgotten.
   */
  admit(given: { place: Place; userIds: string[] }): Promise<ChangeResult<null>>;
  /**
   * Excludes a user from a room. Does nothing if the user is excluded already. Rejects with `conflict` if `most` users
   * are, and with `forbidden` if the user owns the room. The exclusion ends with the settings of the room, unless it is
   * `lasting`.
   */
  excludeFromRoom(
    given: { roomId: string; user: Pick<User, 'id' | 'name'>; most: number; lasting?: boolean },
    request?: RequestKey,
  ): Promise<ChangeResult<null>>;
  /**
   * Ends one exclusion from a room. Rejects with `not-found` if there is none, and with `forbidden` if it is lasting but
   * `lasting` is not set.
   */
  readmitToRoom(
    given: { roomId: string; userId: string; lasting?: boolean },
    request?: RequestKey,
  ): Promise<ChangeResult<null>>;

  /** Adds a message to the chat of a lecture. `privateWith` is the user who can read it besides the instructors. */
  addChatMessage(
    given: NewMessage & { lectureId: number; privateWith?: string },
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

  /** Adds a voice message to the chat of a lecture. */
  addVoiceMessage(
    given: NewMessage & { lectureId: number; audio: NewAudio },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Message>>;

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
  /** Marks a marker as answered, or as open again, and returns the whole marker. */
  setMarkerAnswered(
    given: { markerId: number; answered: boolean },
    request?: RequestKey,
    announcement?: Announcement,
  ): Promise<ChangeResult<Marker>>;
  /** Adds or removes a user's vote for a marker. Does nothing if there is one already, or none. */
  voteMarker(
    given: { markerId: number; userId: string; vote: boolean },
    request?: RequestKey,
  ): Promise<ChangeResult<MarkerVotes>>;
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
   * `maxOwned` rooms already. `password` is a hash, which no result contains. `admitted` as in `updateRoom`.
   */
  createRoom(
    given: Omit<RoomSettings, 'locked' | 'createdAt'> & {
      password?: string;
      maxOwned?: number;
      admitted?: string[];
    },
    request?: RequestKey,
  ): Promise<ChangeResult<RoomSettings>>;
  /**
   * Changes the given settings of a room and returns all of them. null removes a password or a limit. `admitted` are the
   * users who can still join if the entry is restricted.
   */
  updateRoom(
    given: {
      id: string;
      password?: string | null;
      max?: number | null;
      entry?: Entry;
      admitted?: string[];
    } & Partial<Pick<RoomSettings, 'title' | 'public' | 'speech'>>,
    request?: RequestKey,
  ): Promise<ChangeResult<RoomSettings>>;
  /** Records that clients have joined rooms with settings. IDs without settings are ignored. */
  touchRooms(given: { ids: string[] }): Promise<ChangeResult<null>>;
  /** Removes a room's settings, and returns the removed settings. */
  deleteRoom(given: { id: string }, request?: RequestKey): Promise<ChangeResult<RoomSettings>>;

  /** Marks a single-use token as used. Rejects with `conflict` if it is already. `expires` is the token's own, in ms since 1970. */
  consumeToken(given: { tokenId: string; expires: number }): Promise<ChangeResult<null>>;

  /**
   * Stores a link for another browser of a guest, which replaces the user's earlier link, and the browser that creates it.
   * Deletes some expired links, and some browsers that were not used since a time, in ms since 1970.
   */
  createBrowserLink(given: {
    /** Of the link's secret. */
    hash: string;
    username: string;
    expires: number;
    browser: Pick<Browser, 'id' | 'userId' | 'name'>;
    unusedSince: number;
  }): Promise<ChangeResult<null>>;
  /**
   * Deletes a link and stores the browser that uses it. Rejects with `not-found` if the link does not exist or has
   * expired, or with `full` if its user has `most` browsers.
   */
  useBrowserLink(given: {
    hash: string;
    browser: Pick<Browser, 'id' | 'name'>;
    most: number;
  }): Promise<ChangeResult<{ userId: string; username: string }>>;
  /** Records that a browser is used now. Unknown IDs are ignored. */
  touchBrowser(given: { id: string }): Promise<ChangeResult<null>>;
  /** Deletes a browser, if there is one. */
  deleteBrowser(given: { id: string }): Promise<ChangeResult<null>>;

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

/** Name of a method that changes data. */
export type ChangeName = keyof Changes;
/** The first parameter of a change. */
export type ChangeInput<K extends ChangeName> = Parameters<Changes[K]>[0];

/** The value in the result of a change. */
export type ChangeValue<K extends ChangeName> =
  Awaited<ReturnType<Changes[K]>> extends ChangeResult<infer T> ? T : never;

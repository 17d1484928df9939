// The stored objects, with the names of the protocol. Numeric IDs count up from 1 and are never reused.

/** A person, identified by a login or by a signed guest identity. */
export interface User {
  /** 1 to 64 characters. */
  id: string;
  name: string;
  /** URL of a picture. */
  photo?: string;
}

/** The user to whom belongs what remains of users whose data was erased. */
export const ERASED_USER: User = { id: '~erased~', name: 'Deleted user' };

/** One object of what is stored about a user. */
export interface UserRecord {
  id: number;
  [property: string]: unknown;
}

/** Role of a class member. */
export type MemberType = 'instructor' | 'student';

/** A course with a teacher, students and lectures. */
export interface Class {
  uuid: string;
  title: string;
  subtitle: string;
}

/** A class with the role that a given user has in it. */
export interface EnrolledClass extends Class {
  memberType: MemberType;
}

/** A user who is enrolled in a class, with the role in it. */
export interface ClassMember {
  user: User;
  memberType: MemberType;
}

/** The role of a user in a class. */
export interface Membership {
  classUuid: string;
  userId: string;
  memberType: MemberType;
}

/** Permission to speak in a lecture: for everyone, or for the instructor and those who were granted it. */
export type Speech = 'everyone' | 'instructor';

/**
 * Permission to join a lecture or a room: for everyone, for newcomers who wait until they are admitted, or for no
 * newcomers. Users who are in it, return to it, or were admitted can always join.
 */
export type Entry = 'open' | 'waiting' | 'closed';

export type RestrictedEntry = Exclude<Entry, 'open'>;

/** A lecture, or a room with settings. */
export type Place = { lectureId: number } | { roomId: string };

/** One session of a class, with a playlist. */
export interface Lecture {
  id: number;
  classUuid: string;
  /** Date as the teacher's page wrote it. The server does not interpret it. */
  lectureDate: string;
  lectureName: string;
  /** YouTube IDs, YouTube URLs and URLs of video files, separated by commas. */
  playlist: string;
  isLive: boolean;
  /** Index into the playlist, from 0. */
  videoIdx: number;
  speech: Speech;
  /** Restriction of who can join; absent if everyone can. */
  entry?: RestrictedEntry;
  /** The recording that runs; absent if the lecture is not recorded. */
  recordingId?: number;
  /** Number of recordings; absent if there are none. */
  recordings?: number;
}

/** A lecture as calendars show it. */
export interface CalendarEntry {
  lectureId: number;
  lectureDate: string;
  /** Absent if the lecture was deleted. */
  lectureName?: string;
  /** Number of changes of the name and the date, and of the deletion. */
  revision: number;
  /** Time of the last change, in ms since 1970. */
  revisedAt: number;
}

/** The link of a member to the calendar of a class. */
export interface CalendarFeed {
  classUuid: string;
  userId: string;
  /** ms since 1970, by this server's clock. */
  createdAt: number;
}

/** A lecture after a change of its name, date or playlist. */
export interface ChangedLecture extends Lecture {
  /** Whether the current video is another one, so that playback starts again. */
  restarts: boolean;
}

/** What an instructor has removed a user from: one lecture, or the class with all of its lectures. */
export type ExclusionScope = 'lecture' | 'class';

/** A user who is not allowed in a lecture or a class. */
export interface Exclusion {
  user: User;
  /** Absent if the user is banned from the class. */
  lecture?: Pick<Lecture, 'id' | 'lectureName'>;
  /** ms since 1970, by this server's clock. */
  createdAt: number;
}

/** A text in one language, with the status of its translation: 200, or 202 if `result` is the original. */
export interface TranslatedText {
  result: string;
  status: number;
}

/** A text in both languages of the classroom. */
export interface MessageText {
  ko: TranslatedText;
  en: TranslatedText;
}

/** A message before it is stored. `dateStr` is its time as shown to users. */
export interface NewMessage {
  senderId: string;
  dateStr: string;
  text: MessageText;
}

/** A stored message. `senderName` is the current name of the sender, not the one at the time of sending. */
export interface Message extends NewMessage {
  messageId: number;
  senderName: string;
  /** Present for a voice message. */
  audio?: SavedAudio;
  /** The user who can read it besides the instructors and the sender; absent if all members can. Only in chats. */
  private?: Pick<User, 'id' | 'name'>;
}

/** The audio of a voice message, as its sender describes it. */
interface AudioDescription {
  mimeType?: string | undefined;
  /** Seconds. */
  duration?: number | undefined;
}

/** The audio of a voice message before it is stored. */
export interface NewAudio extends AudioDescription {
  data: Uint8Array;
}

/** The stored audio of a voice message, without its data. */
export interface SavedAudio extends AudioDescription {
  /** Size of the data. */
  bytes: number;
}

/** A part of the audio of a voice message. */
export interface AudioPart {
  lectureId: number;
  /** Size of the whole audio. */
  bytes: number;
  data: Uint8Array;
}

/** A message of a lecture's chat, and its lecture. */
export type ChatMessage = Message & { lectureId: number };

/** Kind of a marker. */
export type MarkerType = 'Question' | 'Discussion';

/** A marker before it is stored: an entry pinned to a moment of a video. */
export interface NewMarker {
  lectureId: number;
  creatorId: string;
  markerType: MarkerType;
  /** Index into the playlist, from 0. */
  videoIndex: number;
  /** Seconds from the video's start. */
  time: number;
}

/** A stored marker. `creatorName` is the current name of its creator. */
export interface Marker extends NewMarker {
  id: number;
  classUuid: string;
  /** ms since 1970, by this server's clock. */
  createdAt: number;
  creatorName: string;
  answered: boolean;
  /** Number of users who vote for it. */
  votes: number;
  /** Whether the user in question votes for it. */
  voted: boolean;
}

/** The number of votes for a marker. */
export interface MarkerVotes {
  markerId: number;
  votes: number;
}

/** Permission to speak in a room: for everyone, or only for presenters. */
export type RoomSpeech = 'everyone' | 'presenters';

/** Settings of a room that has an owner. Other rooms are open to everyone who has the link. */
export interface RoomSettings {
  id: string;
  /** Can be empty. */
  title: string;
  /** Whether the room is listed for everyone. */
  public: boolean;
  /** Whether the room has a password. */
  locked: boolean;
  /** Maximum number of clients in the room; unlimited if absent. */
  max?: number;
  speech: RoomSpeech;
  /** Restriction of who can join; absent if everyone can. */
  entry?: RestrictedEntry;
  /** The user who created the room; absent if a back end created it without an owner. */
  ownerId?: string;
  /** ms since 1970, by this server's clock. */
  createdAt: number;
}

/** A user whom the owner of a room or the operator has removed from it. */
export interface RoomExclusion {
  user: Pick<User, 'id' | 'name'>;
  /** ms since 1970, by this server's clock. */
  createdAt: number;
}

/** A browser of a guest who uses several. */
export interface Browser {
  id: string;
  userId: string;
  name: string;
  /** When it last connected, in ms since 1970, at most a day too early. */
  usedAt: number;
}

/** What is revoked: a user (or guest), or a single token. */
export type RevocationKind = 'user' | 'token';

/** A user or token that the operator has revoked. */
export interface Revocation {
  id: number;
  kind: RevocationKind;
  /** ID of the user or of the token. */
  subject: string;
  reason?: string;
  /** ms since 1970, by this server's clock. */
  createdAt: number;
  /** Time in ms since 1970 at which the revocation ends; absent if only the operator ends it. */
  expires?: number;
}

/** Kind of an action in the audit log. */
export type AuditAction =
  | 'remove'
  | 'ban'
  | 'readmit'
  | 'lift-ban'
  | 'speech-mode'
  | 'revoke-speech'
  | 'lower-hand'
  | 'entry'
  | 'stop-media'
  | 'delete-marker'
  | 'delete-message'
  | 'clear-chat'
  | 'enroll'
  | 'remove-member'
  | 'set-member-type'
  | 'delete-lecture'
  | 'delete-class'
  | 'end-lecture'
  | 'start-recording'
  | 'stop-recording'
  | 'delete-recording'
  | 'delete-room'
  | 'close-room'
  | 'remove-client'
  | 'move-client'
  | 'erase-user'
  | 'revoke'
  | 'lift-revocation';

/** What a teacher or the operator did to others. Names are those at the time of the action. */
export interface AuditEntry {
  id: number;
  /** ms since 1970. */
  at: number;
  action: AuditAction;
  /** Absent for the operator. */
  actor?: Pick<User, 'id' | 'name'>;
  /** Name of the API key that the operator's program used; absent if none was used. */
  key?: string;
  classUuid?: string;
  lecture?: Pick<Lecture, 'id' | 'lectureName'>;
  /** The user, client, room or token that the action was about. */
  target?: { id: string; name?: string };
  /** For example, the new speech mode, or the reason. */
  detail?: string;
}

/** A message about a change, which the log of a room is to contain once. */
export interface Announcement {
  roomId: string;
  /** Epoch of the log before the change. A log with another epoch does not need the message: its members get the state. */
  epoch: string;
  /** Type of the message. */
  type: string;
  /** JSON value that the message is made from, in addition to the result of the change. */
  about?: unknown;
}

/** The place of an announcement in the outbox. */
export interface OutboxEntry {
  /** Announcements in one room have IDs in the order of their changes. */
  id: number;
  /** The newest one before it of the same room and epoch, which precedes it in the log; absent if there is none. */
  previous?: number;
}

/** An announcement in the outbox. The log might contain it already. */
export interface DueAnnouncement extends Announcement, OutboxEntry {
  /** The result of the change. */
  value: unknown;
  /** The request for the change, if it had an ID. */
  request?: { clientId: string; id: string | number };
}

/** A client's session as it is stored, so that the client can resume it after a crash. */
export interface StoredSession {
  clientId: string;
  /** JSON that only the server reads. */
  record: string;
  /** Time in ms since 1970 after which the session can no longer be resumed. */
  expires: number;
}

/** A period of presence, in ms since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** Attendance of one user in a lecture. The spans are sorted and do not overlap. */
export interface Attendance {
  user: User;
  spans: Span[];
}

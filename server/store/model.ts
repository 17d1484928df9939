/** What is kept, in the words of the protocol. Numbers that are ids count up from 1 and are never used again. */

/** Whoever a login or a signed guest identity names. */
export interface User {
  /** As the identity says, 1 to 64 characters. */
  id: string;
  name: string;
  /** URL of a picture. */
  photo?: string;
}

export type MemberType = 'instructor' | 'student';

export interface Class {
  uuid: string;
  title: string;
  subtitle: string;
}

/** A class as one of its members sees it. */
export interface OwnClass extends Class {
  memberType: MemberType;
}

/** A user as a member of a class. */
export interface ClassMember {
  user: User;
  memberType: MemberType;
}

/** Who may speak in a lecture: everyone, or the instructor and whoever has been granted it. */
export type Speech = 'everyone' | 'instructor';

export interface Lecture {
  id: number;
  classUuid: string;
  /** As the teacher's page wrote it; not interpreted. */
  lectureDate: string;
  lectureName: string;
  /** YouTube or direct video URLs or ids, separated by commas. */
  playlist: string;
  isLive: boolean;
  /** Index into the playlist, from 0. */
  videoIdx: number;
  speech: Speech;
}

/** One language of a text: what it says there, and how its translation went (200, or 202 for the original). */
export interface Rendering {
  result: string;
  status: number;
}

export interface MessageText {
  ko: Rendering;
  en: Rendering;
}

/** A message as it is written: who, when (as it is shown), what. */
export interface NewMessage {
  senderId: string;
  dateStr: string;
  text: MessageText;
}

/** A kept message; the sender has the name of today, not that of the day. */
export interface Message extends NewMessage {
  messageId: number;
  senderName: string;
}

export type MarkerType = 'Question' | 'Discussion';

export interface NewMarker {
  lectureId: number;
  creatorId: string;
  markerType: MarkerType;
  /** Index into the playlist, from 0. */
  videoIndex: number;
  /** Seconds from the video's start. */
  time: number;
}

export interface Marker extends NewMarker {
  id: number;
  classUuid: string;
  /** ms since 1970, by this server's clock. */
  createdAt: number;
  creatorName: string;
}

/** Who may speak in a room: everyone, or those who are presenters there. */
export type RoomSpeech = 'everyone' | 'presenters';

/** The settings of a room. Rooms without any are open to who has their link. */
export interface Room {
  id: string;
  /** May be empty. */
  title: string;
  /** Listed, for everybody to find. */
  public: boolean;
  /** Has a password. */
  locked: boolean;
  /** How many clients may be in it at a time; absent where as many as come. */
  max?: number;
  speech: RoomSpeech;
  /** The user who made it; absent where a back end did for nobody. */
  ownerId?: string;
  /** ms since 1970, by this server's clock. */
  createdAt: number;
}

/** What is kept of a client that may come back, for the time after a crash. */
export interface KeptSession {
  clientId: string;
  /** The server's own JSON. */
  record: string;
  /** ms since 1970: nothing can be done with it any more after that. */
  expires: number;
}

/** A time that somebody was there, in ms since 1970. */
export interface Span {
  from: number;
  to: number;
}

/** When a user was in a lecture; the spans in order and apart from each other. */
export interface Attendance {
  user: User;
  spans: Span[];
}

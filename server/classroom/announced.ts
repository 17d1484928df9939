import type { Denied, Refused, ServerData, ServerMessageType } from 'lectern-protocol';
import type { Awaitable } from '../backplane/backplane.js';
import { encode } from '../protocol/codec.js';
import type {
  ChangedLecture,
  Class,
  Lecture,
  Marker,
  Membership,
  Message,
  Recording,
} from '../store/store.js';
import type { Expulsion } from './exclusions.js';
import type { PrivatePlace } from './private-messages.js';

/** The payload of a broadcast, which is never a refusal. */
export type Payload<T extends ServerMessageType> = Exclude<ServerData[T], Refused | Denied>;

/** The stored changes that are announced: the result of each, and what its broadcast contains in addition. */
export interface Announced {
  UpdateClass: { value: Class };
  LeaveClass: { value: Membership };
  RemoveMember: { value: Membership };
  SetMemberType: { value: Membership };
  CreateLecture: { value: Lecture };
  UpdateLecture: { value: ChangedLecture };
  DeleteLecture: { value: Lecture };
  DeleteClass: { value: Class & { lectureIds: number[] } };
  SetLectureLiveStatus: { value: Lecture };
  SetSpeechMode: { value: Lecture };
  SetRecording: { value: Recording };
  RecordingReady: { value: Recording };
  DeleteRecording: { value: Recording };
  'set-entry': { value: Lecture };
  SelectVideo: { value: Lecture };
  DropParticipant: { value: null; about: Expulsion };
  LiveChatTextMessage: { value: Message };
  LiveChatPrivateMessage: { value: Message; about: PrivatePlace };
  LiveChatAudioSaved: { value: Message };
  DeleteLiveChatMessage: { value: Pick<Message, 'messageId'> };
  ClearChat: { value: { lectureId: number } };
  CreateMarker: { value: Marker };
  DeleteMarker: { value: Marker };
  SetMarkerAnswered: { value: Marker };
  MarkerTextMessage: { value: Message; about: { markerId: number } };
}

/** The type of a broadcast about a stored change. */
export type AnnouncedType = keyof Announced;

/** How one kind of stored change is announced. */
export interface Announcer<A> {
  /**
   * Changes the shared state before the broadcast.
   * @param isLate whether it might have been called before, by a node that died
   */
  prepare?(announced: A, isLate: boolean): Promise<void>;
  /** Returns the payload of the broadcast. */
  payload(announced: A): Awaitable<Payload<ServerMessageType>>;
  /**
   * Returns the clients that receive the payload in their mailboxes; absent if the room receives it. Changes that are
   * announced to clients have an outbox ID of their own, because the log of a room does not show that they are announced.
   */
  receivers?(announced: A): Promise<readonly string[]>;
  /** Does what follows the broadcast. Might be called again if a node has died. */
  complete?(announced: A): Promise<void>;
}

/** How each kind of stored change is announced. */
export type Announcers = {
  [T in AnnouncedType]: Announcer<Announced[T]> & {
    payload(announced: Announced[T]): Awaitable<Payload<T>>;
  };
};

// The compiler cannot infer that a payload without refusals is one of the type's payloads.

/** Returns the envelope of a broadcast. */
export const envelopeTo = <T extends ServerMessageType>(roomId: string, type: T, data: Payload<T>): string =>
  encode('server', `room/${roomId}`, type, data as ServerData[T]);

/** Returns the envelope of a message to one client. */
export const letterTo = <T extends ServerMessageType>(clientId: string, type: T, data: Payload<T>): string =>
  encode('server', clientId, type, data as ServerData[T]);

import type {
  EntryState,
  Exclusion,
  Hands,
  Lecture as LectureInfo,
  Marker,
  Member,
  Playback,
  ReactionCount,
  RecordingChange,
  RecordingState,
  SavedMessage,
  Speech,
} from 'lectern-protocol';
import type { RequestError } from './request-error.js';

/** State of a lecture, as all members see it. */
export interface LectureState {
  /** False before join(), and while the connection is lost. */
  joined: boolean;
  lecture: LectureInfo | undefined;
  /** This client's member. */
  user: Member | undefined;
  members: readonly Member[];
  /** Raised hands, in the order of raising. */
  hands: Hands;
  speech: Speech;
  /** Whether the lecture is recorded; absent if the server does not record. */
  recording?: RecordingState | undefined;
  playback: Playback | undefined;
  /** Name of the translation service, for example `papago`, which the page has to show; undefined without one. */
  translator?: string;
}

export interface LectureEvents {
  /** The state changed. */
  state: LectureState;
  /** The playback changed, or was sent again. For PlayerSync.follow(). */
  playback: Playback;
  /** The instructor has changed the lecture. Markers can have moved to other videos along with theirs. */
  updated: Pick<LectureInfo, 'lectureName' | 'lectureDate' | 'playlist'>;
  /** A text, a voice message (with `audio`) that was stored, or a private message (with `private`). */
  chat: SavedMessage;
  /** A message of the chat was deleted. */
  chatDeleted: { messageId: number };
  /** All messages of the chat were deleted. */
  chatCleared: { classUuid: string; lectureId: number };
  /** A voice message of another member; `arrayBuffer` is base64. `messageId` is absent if it is not stored. */
  spoken: { senderId: string; arrayBuffer: string; messageId?: number };
  /** The numbers of reactions since the previous event, also of this client's. */
  reactions: readonly ReactionCount[];
  /** The recording has ended, and why. */
  recordingEnded: { reason: RecordingChange['reason'] };
  /** A recording can be downloaded, see recordings(). */
  recordingReady: { recordingId: number };
  marker: Marker;
  markerDeleted: { markerId: number };
  /** A question was marked as answered, or as open again. */
  markerAnswered: { markerId: number; answered: boolean };
  /** The numbers of votes for some questions changed. */
  markerVotes: readonly { markerId: number; votes: number }[];
  markerText: { markerId: number; savedMessage: SavedMessage };
  /** This client waits until the instructor admits it, was admitted and joins, or was refused. */
  entry: EntryState;
  /** Rejoining after a reconnection was refused, for example because the lecture was deleted. */
  refused: RequestError;
  /** The lecture, or its class, was deleted. */
  deleted: { classUuid: string; lectureId: number };
  /** This user has left the class, with this client or another one. */
  left: { classUuid: string };
  /** The instructor removed a member, from the lecture or the class. `self`: it was this client's. */
  dropped: { userId: string; self: boolean; scope: Exclusion['scope'] };
}

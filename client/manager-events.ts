import type { EntryState, Room, StoppableMedia, Text } from 'lectern-protocol';
import type { Self } from './local-participant.js';
import type { Participant } from './participant.js';

/** A text in the room. */
export interface TextEvent {
  /** The writer's client id, which the server sets. */
  sender: string;
  /** The writer's name in the room. */
  username: string;
  data: Text;
  /** Whether this client wrote it. */
  own: boolean;
  /** Whether it was written to this client alone instead of the room. */
  direct: boolean;
}

/** The owner of the room, or the instructor, has stopped a medium of this client. */
export interface StoppedEvent {
  media: StoppableMedia;
  /** Name of the user who stopped it. */
  by: string;
  /** Whether this client was sending it. */
  wasOn: boolean;
}

export interface ManagerEvents {
  /** A participant joined or left. */
  participants: ReadonlyMap<string, Participant>;
  /** A field of a participant changed, other than the level. */
  participant: Participant;
  /** Speaking levels changed, own or others'; at most ten times a second. */
  levels: undefined;
  /** Those who talk have changed, in a room that a media server carries: client ids, the loudest first. */
  speakers: readonly string[];
  self: Self;
  /** The settings of a room that has some: after joining, and when they change. */
  settings: Room;
  text: TextEvent;
  /** This client waits until the owner of the room admits it, was admitted, or was refused. */
  entry: EntryState;
  /** This client was muted, or does not send its camera or screen any more. The streams are still open. */
  stopped: StoppedEvent;
}

import type { ServerData, ServerMessageType } from 'lectern-protocol';
import type { BroadcastGroup } from '../delivery/broadcast-group.js';
import type { Connection } from '../delivery/connection.js';
import type { Frame } from '../delivery/frame.js';
import type { Identity, User } from '../identity/identity.js';

/** A client of this node as its rooms see it. */
export interface Member {
  readonly id: string;
  readonly identity: Identity;
  readonly user: User;
  readonly connection: Connection | undefined;
  /** Whether the client receives membership changes one by one instead of whole lists. */
  readonly deltas: boolean;
  readonly loggedIn: boolean;
  /**
   * Whether the client has sent a message. Older clients learn their own ID from the first reply. A list of members that
   * comes before it would let them take themselves for somebody else.
   */
  readonly hasSpoken: boolean;
  /** Number of nodes that have owned the client. Changes by a former owner are ignored. */
  readonly ownershipTerm: number;
  /** The client's name in a room. */
  nameInRoom(roomId: string): string;
  /** Adds the connection to the broadcast group of one of its rooms, unless frames have to be paused or filtered. */
  joinBroadcastGroup(): void;
  /** Whether the connection receives its frames with this group. */
  isInBroadcastGroup(group: BroadcastGroup): boolean;
  send(frame: Frame): void;
  /** Sends a message to this client alone, in the name of the server or of the type's namespace. It is not logged. */
  tell<T extends ServerMessageType>(type: T, data: ServerData[T]): void;
}

/** Messages about who has joined and left the rooms of a client while it was not connected. */
export interface ParticipantChanges {
  joined: Frame[];
  left: Frame[];
}

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
  /** Whether changes of membership come one by one instead of as whole lists. */
  readonly deltas: boolean;
  readonly loggedIn: boolean;
  /** Counts the nodes that it was on: what one says of it after a later one has, changes nothing. */
  readonly term: number;
  /** What it is called in a room. */
  nameIn(roomId: string): string;
  /** Lets what one of its rooms says to all reach it with everybody else's, where none of it has to be looked at first. */
  follow(): void;
  /** Whether it is told what this group is. */
  follows(group: BroadcastGroup): boolean;
  send(frame: Frame): void;
  /** Sends an envelope that is for this client alone and is not kept, from the server or the type's namespace. */
  tell<T extends ServerMessageType>(type: T, data: ServerData[T]): void;
}

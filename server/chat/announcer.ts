import type { Presence } from '../backplane/backplane.js';
import type { Member } from './member.js';

/** Informs the clients of a room on this node about its members. */
export interface Announcer {
  /** A client of this node has joined, and has not received the members yet. */
  memberAdded(client: Member): void;
  /** A client of this node has sent its first message after it joined. */
  memberSpoke(client: Member): void;
  joined(member: Presence): void;
  updated(member: Presence): void;
  left(member: Presence): void;
  /** Sends the current state to a client that has resumed. */
  sendState(client: Member): void;
  close(): void;
}

const nothing = (): void => {};

/** For rooms whose members are not informed about each other. */
export const noAnnouncer: Announcer = {
  memberAdded: nothing,
  memberSpoke: nothing,
  joined: nothing,
  updated: nothing,
  left: nothing,
  sendState: nothing,
  close: nothing,
};

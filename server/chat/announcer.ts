import type { Presence } from '../backplane/backplane.js';
import type { Member } from './member.js';

/** Tells the clients of a room on this node who else is in it. */
export interface Announcer {
  /** A client of this node came in, and has not been told who is here. */
  expects(client: Member): void;
  joined(member: Presence): void;
  updated(member: Presence): void;
  left(member: Presence): void;
  /** Tells a client that has come back how things stand. */
  tell(client: Member): void;
  close(): void;
}

const nothing = (): void => {};

/** Of a room whose members are not told of each other. */
export const silent: Announcer = {
  expects: nothing,
  joined: nothing,
  updated: nothing,
  left: nothing,
  tell: nothing,
  close: nothing,
};

import type { SessionParticipant } from 'lectern-protocol';

export type Role = SessionParticipant['role'];

/** Whose client it is: a user of the database, kept there when it first takes part in a class. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly photo?: string;
}

/** What somebody may do; `*` in a list stands for all. */
export interface Grants {
  /** Ids of rooms that may be entered. */
  rooms: readonly string[];
  /** Uuids of classes that may be taken part in. */
  classes: readonly string[];
  /** May make rooms and classes. */
  create: boolean;
}

/** Who a connection says it is, and what it may. */
export interface Identity {
  user: User;
  role: Role;
  grants: Grants;
  /** Nobody vouches for it: the server runs open. */
  guest?: true;
  /** Of this one client: nobody else has it, and nobody comes back with it. */
  ephemeral?: true;
  /** BCP 47. */
  language?: string;
  /** The room that its token names. */
  room?: string;
  /** ms since 1970: when the rights end. */
  expires?: number;
  /** A guest's identity, to be kept by the client and shown at its next connection. */
  token?: string;
}

export const ALL_GRANTS: Grants = { rooms: ['*'], classes: ['*'], create: true };

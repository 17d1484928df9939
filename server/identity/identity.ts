import type { SessionParticipant } from 'lectern-protocol';

export type Role = SessionParticipant['role'];

/** A user, who is stored in the database when first taking part in a class. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly photo?: string;
}

/** Rights of a user. `*` in a list stands for all. */
export interface Grants {
  /** IDs of the rooms that the user is allowed to join. */
  rooms: readonly string[];
  /** UUIDs of the classes that the user is allowed to take part in. */
  classes: readonly string[];
  /** Whether the user is allowed to create rooms and classes. */
  create: boolean;
  /** Whether the user is an administrator of the server. */
  admin?: true;
}

/** A user with a role and rights, as established for a connection. */
export interface Identity {
  user: User;
  role: Role;
  grants: Grants;
  /** Present if the name is not verified, because the server is in open mode. */
  guest?: true;
  /** Present if the identity belongs to a single client, and cannot be used again after that client has left. */
  ephemeral?: true;
  /** The user's language as a BCP 47 tag. */
  language?: string;
  /** The room that the token names. */
  room?: string;
  /** ID of the token: its `jti`, or a hash of the token if it has none. For a guest, the ID of the browser. */
  tokenId?: string;
  /** Time in ms since 1970 at which the rights expire. */
  expires?: number;
  /** A guest's signed identity, which the client stores and sends with its next connection. */
  token?: string;
}

export const ALL_GRANTS: Grants = { rooms: ['*'], classes: ['*'], create: true };

/** Maximum difference in ms between the clocks of this server and the back end that signs tokens. */
export const CLOCK_TOLERANCE_MS = 5000;

/** Returns whether the rights of an identity have expired. */
export const isExpired = ({ expires }: Pick<Identity, 'expires'>, now = Date.now()): boolean =>
  expires !== undefined && now > expires + CLOCK_TOLERANCE_MS;

/** Returns the time in seconds until the rights of an identity expire; undefined if they do not. */
export const secondsLeft = ({ expires }: Pick<Identity, 'expires'>): number | undefined =>
  expires === undefined ? undefined : Math.max(0, Math.round((expires - Date.now()) / 1000));

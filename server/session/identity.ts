import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { namespaceOf, type SessionParticipant } from 'lectern-protocol';
import { v4 as uuid } from 'uuid';
import { senderIn } from '../protocol/address.js';
import type { Tokens } from './tokens.js';

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
  passing?: true;
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

const ALGORITHM = 'HS256';
const ISSUER = 'lectern';
const AUDIENCE = 'lectern:guest';

/**
 * Finds who a connection is. Where the server runs open, who shows nothing is a new guest and gets a signed identity,
 * which names a user and holds for as long as the server keeps its secret. Elsewhere only a token says who somebody is.
 */
export class Identities {
  private readonly key: KeyObject;

  /**
   * @param secret what only this server, or the nodes of one server, know
   * @param tokens checks users' tokens; undefined where the server runs open
   */
  constructor(
    secret: string,
    readonly tokens: Tokens | undefined,
  ) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'guest identities', 32)));
  }

  /** Everybody may come in without a token. */
  get open(): boolean {
    return this.tokens === undefined;
  }

  /**
   * Who somebody is that has not logged in.
   * @param shown the token that a client shows at its upgrade
   * @param keeps whether the client can keep a token
   */
  async guest(shown: string | undefined, keeps: boolean): Promise<Identity> {
    const known = shown === undefined || !this.open ? undefined : await this.guestOf(shown);
    if (known) return known;
    const id = uuid();
    const user = { id, name: `Guest ${id.slice(0, 4)}` };
    if (keeps && this.open) return { ...asGuest(user), token: await this.sign(user) };
    return { ...asGuest(user), passing: true };
  }

  /** Whose guest identity this token is; undefined where it is none of this server. */
  async guestOf(token: string): Promise<Identity | undefined> {
    const user = await this.verify(token);
    return user && asGuest(user);
  }

  private sign({ id, name }: User): Promise<string> {
    return new SignJWT({ name })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(id)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .sign(this.key);
  }

  private async verify(token: string): Promise<User | undefined> {
    try {
      const { payload } = await jwtVerify<{ name: string }>(token, this.key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
      });
      return payload.sub === undefined ? undefined : { id: payload.sub, name: payload.name };
    } catch {
      return undefined;
    }
  }
}

const asGuest = (user: User): Identity => ({
  user,
  role: 'presenter',
  grants: ALL_GRANTS,
  guest: true,
});

const has = (list: readonly string[], name: string): boolean => list.includes('*') || list.includes(name);

/** What a room is granted by: its id, and where it is a namespace's the addresses above it, as `/bus` of `/bus/a`. */
function placesOf(roomId: string): string[] {
  const namespace = namespaceOf(roomId);
  return namespace === '' ? [roomId] : [roomId, senderIn(roomId), namespace];
}

export const mayEnter = ({ grants, room }: Identity, roomId: string): boolean =>
  roomId === room || [...placesOf(roomId)].some((place) => has(grants.rooms, place));
export const mayTakePart = ({ grants }: Identity, classUuid: string): boolean =>
  has(grants.classes, classUuid);

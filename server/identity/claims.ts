import type { JWTPayload } from 'jose';
import type { Validate } from 'lectern-protocol/client-messages';
import { cleanText } from 'lectern-protocol/shown-text';
import { claims } from 'lectern-protocol/token-validators';
import type { Claims } from 'lectern-protocol/tokens';
import { Refusal } from '../protocol/errors.js';
import { explain } from '../protocol/explain.js';
import type { Identity } from './identity.js';

const validateClaims: Validate = claims;

/** Checks users' tokens. */
export interface TokenVerifier {
  /** Checks a token and returns its content. @throws Refusal if the token is not accepted */
  verify(token: string): Promise<VerifiedToken>;
}

/** The result of checking a token. */
export interface VerifiedToken {
  identity: Identity;
  /** ID and expiry of a single-use token; undefined for other tokens. */
  singleUse: { tokenId: string; expires: number } | undefined;
}

/**
 * Reads the payload of a token with a valid signature.
 * @param hash ID of the token if it has no `jti`
 * @throws Refusal login-required if a claim is invalid
 */
export function readClaims(payload: JWTPayload, hash: string): VerifiedToken {
  // Back ends in languages without optional fields write null.
  const present = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null));
  if (!validateClaims(present)) {
    const { pointer, expected } = explain(validateClaims.errors?.[0]);
    const [claim, ...inside] = pointer.slice(1).split('/');
    const place = inside.length > 0 ? ` at /${inside.join('/')}` : '';
    throw new Refusal(
      'login-required',
      `the token's claim '${claim}' must be ${expected}${place}`,
      {},
      'token-claim',
    );
  }
  const {
    sub: id,
    name: given = id,
    picture,
    role = 'presenter',
    lang,
    room,
    grants = {},
    once,
    jti,
  } = present as unknown as Claims;
  const { rooms = [], classes = [], create = false, admin = false } = grants;
  if (once && jti === undefined) {
    throw new Refusal(
      'login-required',
      "the claim 'jti' is required in a single-use token",
      {},
      'token-claim',
    );
  }
  // The people whom a back end calls so cannot correct their names themselves.
  const name = cleanText(given);
  if (name === '') {
    throw new Refusal(
      'login-required',
      "the token's claim 'name' must have a visible character",
      {},
      'token-claim',
    );
  }
  const expires = payload.exp === undefined ? undefined : payload.exp * 1000;
  return {
    identity: {
      user: { id, name, ...(picture === undefined ? {} : { photo: picture }) },
      role,
      grants: { rooms: rooms.map(normalRoomId), classes, create, ...(admin === true && { admin }) },
      ...(lang === undefined ? {} : { language: lang }),
      ...(room === undefined ? {} : { room: normalRoomId(room) }),
      ...(expires !== undefined && { expires }),
      tokenId: jti ?? hash,
    },
    singleUse: once && jti !== undefined && expires !== undefined ? { tokenId: jti, expires } : undefined,
  };
}

/** Returns a room ID as the server uses it. Rooms in namespaces have any names, which are left as they are. */
const normalRoomId = (id: string): string => (id.startsWith('/') ? id : id.normalize('NFC'));

import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';
import { v4 as uuid } from 'uuid';
import type { Options } from '../../schemas/generated/options.js';
import { roomId as isRoomId } from '../../schemas/generated/validators.js';
import { OptionsError } from '../options.js';
import { ForgedRefusal, Refusal } from '../protocol/errors.js';
import type { Grants, Identity, Role } from './identity.js';

/** What a token says of a user, by the names of its claims. */
export interface Claims {
  /** The user's id, 1 to 64 characters. */
  sub: string;
  /** The name that others see; the id where it is left out. */
  name?: string;
  /** URL of a photo. */
  picture?: string;
  /** `presenter` where it is left out. */
  role?: Role;
  /** BCP 47, such as `ko`. */
  lang?: string;
  /** The room that a login goes into. */
  room?: string;
  /** What is left out is not granted; the claim `room` is a grant too. */
  grants?: Partial<Grants>;
  /** Holds for one login. */
  once?: boolean;
}

/** A token that has been checked. */
export interface Verified {
  identity: Identity;
  /** Its id and end, where it holds once. */
  once: { tokenId: string; expires: number } | undefined;
}

type TokenOptions = Pick<Options, 'tokenSecret' | 'jwks' | 'tokenAudience' | 'tokenIssuer'>;

/** s by which the clock of the one who signs may be ahead or behind. */
const CLOCK_TOLERANCE = 5;

/** Checks tokens of users: JSON Web Tokens, signed with a shared secret (HS256) or by a key of a JWKS. */
export class Tokens {
  private readonly key: JWTVerifyGetKey;
  private readonly algorithms: string[];

  /** @throws OptionsError where the JWKS cannot be read */
  constructor(private readonly options: TokenOptions) {
    const secret = options.tokenSecret === '' ? undefined : keyOf(options.tokenSecret);
    const remote = options.jwks === '' ? undefined : keySet(options.jwks);
    this.key = async (header, token) => {
      if (secret && header.alg === 'HS256') return secret;
      if (remote) return remote(header, token);
      throw new errors.JWKSNoMatchingKey();
    };
    this.algorithms = [
      ...(secret ? ['HS256'] : []),
      ...(remote
        ? ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
        : []),
    ];
  }

  /** @throws Refusal login-required that says what is wrong with the token, unavailable where its key cannot be had */
  async verify(token: string): Promise<Verified> {
    const { tokenAudience: audience, tokenIssuer } = this.options;
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: this.algorithms,
        audience,
        ...(tokenIssuer === '' ? {} : { issuer: tokenIssuer }),
        requiredClaims: ['sub', 'exp'],
        clockTolerance: CLOCK_TOLERANCE,
      });
      return verified(payload);
    } catch (error) {
      throw error instanceof Refusal ? error : refusalOf(error);
    }
  }
}

/** Whether everybody must log in. */
export const needsTokens = ({ tokenSecret, jwks }: Pick<Options, 'tokenSecret' | 'jwks'>): boolean =>
  tokenSecret !== '' || jwks !== '';

/**
 * Makes a token.
 * @param lifetime seconds for which it holds
 */
export function signToken(
  { tokenSecret, tokenAudience, tokenIssuer }: Omit<TokenOptions, 'jwks'>,
  { sub, ...claims }: Claims,
  lifetime: number,
): Promise<string> {
  const token = new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setAudience(tokenAudience)
    .setJti(uuid())
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + lifetime);
  if (tokenIssuer !== '') token.setIssuer(tokenIssuer);
  return token.sign(keyOf(tokenSecret));
}

const keyOf = (secret: string) => createSecretKey(Buffer.from(secret));

function keySet(jwks: string): JWTVerifyGetKey {
  if (/^https?:\/\//.test(jwks)) return createRemoteJWKSet(new URL(jwks), { timeoutDuration: 3000 });
  try {
    return createLocalJWKSet(JSON.parse(readFileSync(jwks, 'utf8')) as JSONWebKeySet);
  } catch (error) {
    throw new OptionsError(`jwks: the key set '${jwks}' cannot be used: ${(error as Error).message}`);
  }
}

function refusalOf(error: unknown): Refusal {
  const refuse = (why: string) => new Refusal('login-required', why);
  if (error instanceof errors.JWTExpired) return refuse('the token has expired; get a new one');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return refuse('the token does not hold yet');
    return refuse(`the token's claim '${error.claim}' is missing or another`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return new ForgedRefusal(
      'login-required',
      "the token's signature is not of a key that this server knows",
    );
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return refuse("the token's algorithm is not allowed here");
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
    const refusal = new Refusal('unavailable', 'the keys of tokens cannot be had at the moment');
    refusal.cause = error;
    return refusal;
  }
  return new ForgedRefusal('login-required', 'this is no token');
}

function verified(payload: JWTPayload): Verified {
  const claim = <T>(name: string, fits: (value: unknown) => value is T): T | undefined => {
    const value = payload[name];
    if (value === undefined || value === null) return undefined;
    if (fits(value)) return value;
    throw new Refusal('login-required', `the token's claim '${name}' is not what it should be`);
  };
  const id = claim('sub', text(64));
  if (id === undefined) throw new Refusal('login-required', "the token's claim 'sub' is missing or another");
  const name = claim('name', text(64)) ?? id;
  const photo = claim('picture', text(2048));
  const role = claim('role', isRole) ?? 'presenter';
  const language = claim('lang', text(35));
  const room = claim('room', isRoom);
  const { rooms = [], classes = [], create = false } = claim('grants', isGrants) ?? {};
  const once = claim('once', isBoolean) === true;
  const expires = (payload.exp ?? 0) * 1000;
  if (once && payload.jti === undefined) {
    throw new Refusal('login-required', "the token holds once and has no id (claim 'jti')");
  }
  return {
    identity: {
      user: { id, name, ...(photo === undefined ? {} : { photo }) },
      role,
      grants: { rooms, classes, create },
      ...(language === undefined ? {} : { language }),
      ...(room === undefined ? {} : { room }),
      expires,
    },
    once: once ? { tokenId: String(payload.jti), expires } : undefined,
  };
}

const text =
  (most: number) =>
  (value: unknown): value is string =>
    typeof value === 'string' && value.length <= most && /\S/.test(value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isRole = (value: unknown): value is Role => value === 'presenter' || value === 'viewer';
const isRoom = (value: unknown): value is string => isRoomId(value);
const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

function isGrants(value: unknown): value is Partial<Grants> {
  if (typeof value !== 'object' || value === null) return false;
  const { rooms = [], classes = [], create = false } = value as Record<string, unknown>;
  return isNames(rooms) && isNames(classes) && isBoolean(create);
}

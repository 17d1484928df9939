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
import type { Options } from 'lectern-protocol/options';
import type { TokenRequest } from 'lectern-protocol/tokens';
import { v4 as uuid } from 'uuid';
import { OptionsError } from '../options.js';
import { ForgedRefusal, Refusal } from '../protocol/errors.js';
import { readClaims, type VerifiedToken } from './claims.js';

type TokenOptions = Pick<Options, 'tokenSecret' | 'jwks' | 'tokenAudience' | 'tokenIssuer'>;

/** s by which the clock of the one who signs may be ahead or behind. */
const CLOCK_TOLERANCE_S = 5;

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
      ...(remote ? 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ') : []),
    ];
  }

  /** @throws Refusal login-required that says what is wrong with the token, unavailable where its key cannot be had */
  async verify(token: string): Promise<VerifiedToken> {
    try {
      return readClaims(await this.payloadOf(token));
    } catch (error) {
      throw error instanceof Refusal ? error : refusalOf(error);
    }
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const { tokenAudience: audience, tokenIssuer } = this.options;
    const expected = {
      algorithms: this.algorithms,
      audience,
      ...(tokenIssuer === '' ? {} : { issuer: tokenIssuer }),
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_S,
    };
    try {
      return (await jwtVerify(token, this.key, expected)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      // The token names no key, and several would do.
      for await (const key of error) {
        const payload = await jwtVerify(token, key, expected).then((good) => good.payload, isOtherKey);
        if (payload) return payload;
      }
      throw new errors.JWKSNoMatchingKey();
    }
  }
}

/** Lets the next key be tried where this one is not the one. */
function isOtherKey(error: unknown): undefined {
  if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
}

/** Whether everybody must log in. */
export const needsTokens = ({ tokenSecret, jwks }: Pick<Options, 'tokenSecret' | 'jwks'>): boolean =>
  tokenSecret !== '' || jwks !== '';

/** Seconds for which a token holds that is asked for without a `ttl`. */
const DEFAULT_LIFETIME_S = 3600;

/** A token, and when it ends. */
export interface SignedToken {
  token: string;
  /** ms since 1970. */
  expires: number;
}

/** Makes a token. The option tokenSecret must be set. */
export async function signToken(
  { tokenSecret, tokenAudience, tokenIssuer }: Omit<TokenOptions, 'jwks'>,
  { sub, ttl = DEFAULT_LIFETIME_S, ...claims }: TokenRequest,
): Promise<SignedToken> {
  const now = Math.floor(Date.now() / 1000);
  const ends = now + ttl;
  const token = new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setAudience(tokenAudience)
    .setJti(uuid())
    .setIssuedAt(now)
    .setExpirationTime(ends);
  if (tokenIssuer !== '') token.setIssuer(tokenIssuer);
  return { token: await token.sign(keyOf(tokenSecret)), expires: ends * 1000 };
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
  if (isOfKeys(error)) {
    const refusal = new Refusal('unavailable', 'the keys of tokens cannot be had at the moment');
    refusal.cause = error;
    return refusal;
  }
  return new ForgedRefusal('login-required', 'this is no token');
}

/** Whether it is not the token that is at fault, but the key set: nowhere to be had, or not one. */
function isOfKeys(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return [errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code].includes(error.code);
}

import { createHash, createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
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
import { Refusal } from '../protocol/errors.js';
import { readClaims, type TokenVerifier, type VerifiedToken } from './claims.js';
import { CLOCK_TOLERANCE_MS } from './identity.js';
import { owtTokenOf } from './owt-token.js';

type TokenOptions = Pick<Options, 'tokenSecret' | 'jwks' | 'tokenAudience' | 'tokenIssuer'>;

/** Checks users' tokens: JSON Web Tokens, signed with a shared secret (HS256) or a key of a JWKS. */
export class Tokens implements TokenVerifier {
  private readonly key: JWTVerifyGetKey;
  private readonly algorithms: string[];

  /** @throws OptionsError if the JWKS cannot be read */
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

  /**
   * Checks a token and returns its content.
   * @throws Refusal login-required if the token is invalid, unavailable if the key set cannot be fetched
   */
  async verify(token: string): Promise<VerifiedToken> {
    try {
      return readClaims(await this.payloadOf(token), hashOf(token));
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
      clockTolerance: CLOCK_TOLERANCE_MS / 1000,
    };
    try {
      return (await jwtVerify(token, this.key, expected)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      // The token does not name its key, and several keys match.
      for await (const key of error) {
        const payload = await jwtVerify(token, key, expected).then((good) => good.payload, isOtherKey);
        if (payload) return payload;
      }
      throw new errors.JWKSNoMatchingKey();
    }
  }
}

/** Returns if a signature does not match, so that the next key is tried. Rethrows other errors. */
function isOtherKey(error: unknown): undefined {
  if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
}

/** Returns whether all clients must log in. */
export const needsTokens = ({ tokenSecret, jwks }: Pick<Options, 'tokenSecret' | 'jwks'>): boolean =>
  tokenSecret !== '' || jwks !== '';

/** Lifetime in seconds of a token that is requested without a `ttl`. */
const DEFAULT_LIFETIME_S = 3600;

/** A token with its expiry. */
export interface SignedToken {
  token: string;
  /** Time in ms since 1970. */
  expires: number;
}

/** Signs a token. The option tokenSecret must be set. */
export async function signToken(
  { tokenSecret, tokenAudience, tokenIssuer }: Omit<TokenOptions, 'jwks'>,
  { sub, owt, ttl = DEFAULT_LIFETIME_S, ...claims }: TokenRequest,
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
  const signed = await token.sign(keyOf(tokenSecret));
  return { token: owt === undefined ? signed : owtTokenOf(signed, owt), expires: ends * 1000 };
}

/** Returns the ID of a token, which is its `jti` or a hash, and its expiry. Returns an ID unchanged. Checks nothing. */
export function describeToken(text: string): { tokenId: string; expires?: number } {
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) return { tokenId: text };
  try {
    const { jti, exp } = decodeJwt(text);
    return { tokenId: jti ?? hashOf(text), ...(exp !== undefined && { expires: exp * 1000 }) };
  } catch {
    return { tokenId: text };
  }
}

/** Returns a hash of a token without its signature, which can be written in several ways. */
const hashOf = (token: string): string =>
  `sha256:${createHash('sha256')
    .update(token.slice(0, token.lastIndexOf('.')))
    .digest('base64url')}`;

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
  const refuse = (why: string, reason: string) => new Refusal('login-required', why, {}, reason);
  if (error instanceof errors.JWTExpired)
    return refuse('the token has expired; get a new one', 'token-expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return refuse('the token is not valid yet', 'token-not-valid-yet');
    return refuse(`the token's claim '${error.claim}' is missing or has an unexpected value`, 'token-claim');
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return refuse("the token's signature does not match any key of this server", 'token-signature');
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return refuse("the token's algorithm is not allowed", 'token-algorithm');
  if (isOfKeys(error)) {
    const refusal = new Refusal('unavailable', 'the key set for tokens is currently not available');
    refusal.cause = error;
    return refusal;
  }
  return refuse('invalid token format', 'token-format');
}

/** Returns whether the error is caused by the key set, which cannot be fetched or is invalid, and not by the token. */
function isOfKeys(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return [errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code].includes(error.code);
}

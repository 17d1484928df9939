import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { v4 as uuid } from 'uuid';
import type { TokenVerifier } from './claims.js';
import { ALL_GRANTS, CLOCK_TOLERANCE_MS, type Identity, type User } from './identity.js';

const ALGORITHM = 'HS256';
const ISSUER = 'lectern';
const AUDIENCE = 'lectern:guest';

/** Age in seconds from which a guest's identity is renewed at the next connection. */
const RENEWAL_S = 86_400;

/**
 * Determines the identity of a connection. In open mode, a client without an identity is a new guest and gets a signed
 * identity, which is valid as long as the server's secret does not change and the client connects often enough.
 * Otherwise, users need a token.
 */
export class IdentityProvider {
  private readonly key: KeyObject;
  private renewed = (_browserId: string): void => {};

  /**
   * @param secret secret of this server or cluster
   * @param tokens checks users' tokens; undefined in open mode
   * @param guestLifetime time in seconds after the last connection for which a guest's identity is valid; default: no
   * limit
   */
  constructor(
    secret: string,
    readonly tokens: TokenVerifier | undefined,
    private readonly guestLifetime = Number.MAX_SAFE_INTEGER,
  ) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'guest identities', 32)));
  }

  /** Whether the server is in open mode. */
  get open(): boolean {
    return this.tokens === undefined;
  }

  /** Sets a listener that is called when an identity of a guest's browser is renewed, at most once a day for each. */
  onRenewal(listener: (browserId: string) => void): void {
    this.renewed = listener;
  }

  /** Returns a signed identity of a guest for another browser. */
  identityFor(userId: string, browserId: string): Promise<string> {
    return this.sign(ephemeralGuest(userId).user, browserId);
  }

  /**
   * Returns the identity of a client that has not logged in.
   * @param shown token of the upgrade request
   * @param keeps whether the client can store a token
   */
  async guest(shown: string | undefined, keeps: boolean): Promise<Identity> {
    const known = shown === undefined || !this.open ? undefined : await this.verify(shown);
    if (known) {
      const { user, browserId, age } = known;
      const identity = asGuest(user, browserId);
      const isOld = age > Math.min(RENEWAL_S, this.guestLifetime / 10);
      if (!keeps || !isOld) return identity;
      this.renewed(browserId);
      return { ...identity, token: await this.sign(user, browserId) };
    }
    const identity = ephemeralGuest(uuid());
    if (!keeps || !this.open) return identity;
    return { ...asGuest(identity.user), token: await this.sign(identity.user) };
  }

  /** Returns the guest identity in a token; undefined if this server did not sign it, or it has expired. */
  async guestOf(token: string): Promise<Identity | undefined> {
    const known = await this.verify(token);
    return known && asGuest(known.user, known.browserId);
  }

  /** Returns the identity that a token proves; undefined if it does not prove any. */
  async known(token: string): Promise<Identity | undefined> {
    if (!this.tokens) return this.guestOf(token);
    return this.tokens.verify(token).then(
      ({ identity }) => identity,
      () => undefined,
    );
  }

  private sign({ id, name }: User, browserId = id): Promise<string> {
    return new SignJWT({ name })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(id)
      .setJti(browserId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(Math.floor(Date.now() / 1000))
      .sign(this.key);
  }

  /** Returns the guest and the browser that a token belongs to, and the token's age in seconds. */
  private async verify(token: string): Promise<{ user: User; browserId: string; age: number } | undefined> {
    const now = Date.now();
    try {
      const { payload } = await jwtVerify<{ name: string }>(token, this.key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        maxTokenAge: this.guestLifetime,
        // Nodes of a cluster can have slightly different clocks.
        clockTolerance: CLOCK_TOLERANCE_MS / 1000,
        currentDate: new Date(now),
      });
      const { sub: id, jti, iat = 0, name } = payload;
      if (id === undefined) return undefined;
      return { user: { id, name }, browserId: jti ?? id, age: now / 1000 - iat };
    } catch {
      return undefined;
    }
  }
}

/** Returns the identity of a single client. @param id ID of the client */
export const ephemeralGuest = (id: string): Identity => ({
  ...asGuest({ id, name: `Guest ${id.slice(0, 4)}` }),
  ephemeral: true,
});

/** @param browserId the first browser of a user has the ID of the user */
const asGuest = (user: User, browserId = user.id): Identity => ({
  user,
  tokenId: browserId,
  role: 'presenter',
  grants: ALL_GRANTS,
  guest: true,
});

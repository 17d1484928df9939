import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { v4 as uuid } from 'uuid';
import { ALL_GRANTS, type Identity, type User } from './identity.js';
import type { Tokens } from './tokens.js';

const ALGORITHM = 'HS256';
const ISSUER = 'lectern';
const AUDIENCE = 'lectern:guest';

/**
 * Determines the identity of a connection. In open mode, a client without an identity is a new guest and gets a signed
 * identity, which is valid as long as the server's secret does not change. Otherwise, users need a token.
 */
export class IdentityProvider {
  private readonly key: KeyObject;

  /**
   * @param secret secret of this server or cluster
   * @param tokens checks users' tokens; undefined in open mode
   */
  constructor(
    secret: string,
    readonly tokens: Tokens | undefined,
  ) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'guest identities', 32)));
  }

  /** Whether the server is in open mode. */
  get open(): boolean {
    return this.tokens === undefined;
  }

  /**
   * Returns the identity of a client that has not logged in.
   * @param shown token of the upgrade request
   * @param keeps whether the client can store a token
   */
  async guest(shown: string | undefined, keeps: boolean): Promise<Identity> {
    const known = shown === undefined || !this.open ? undefined : await this.guestOf(shown);
    if (known) return known;
    const id = uuid();
    const user = { id, name: `Guest ${id.slice(0, 4)}` };
    if (keeps && this.open) return { ...asGuest(user), token: await this.sign(user) };
    return { ...asGuest(user), ephemeral: true };
  }

  /** Returns the guest identity in a token; undefined if this server did not sign it. */
  async guestOf(token: string): Promise<Identity | undefined> {
    const user = await this.verify(token);
    return user && asGuest(user);
  }

  /** Returns the identity that a token proves; undefined if it does not prove any. */
  async known(token: string): Promise<Identity | undefined> {
    if (!this.tokens) return this.guestOf(token);
    return this.tokens.verify(token).then(
      ({ identity }) => identity,
      () => undefined,
    );
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

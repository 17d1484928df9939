import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { v4 as uuid } from 'uuid';
import { ALL_GRANTS, type Identity, type User } from './identity.js';
import type { Tokens } from './tokens.js';

const ALGORITHM = 'HS256';
const ISSUER = 'lectern';
const AUDIENCE = 'lectern:guest';

/**
 * Finds who a connection is. Where the server runs open, who shows nothing is a new guest and gets a signed identity,
 * which names a user and holds for as long as the server keeps its secret. Elsewhere only a token says who somebody is.
 */
export class IdentityProvider {
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
    return { ...asGuest(user), ephemeral: true };
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

import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { v4 as uuid } from 'uuid';
import type { ClientUser } from '../chat/chat-client.js';

/** Who a connection says it is. */
export interface Identity {
  user: ClientUser;
  /** A guest's identity, to be kept by the client and shown at its next connection. */
  token?: string;
}

const ALGORITHM = 'HS256';
const ISSUER = 'lectern';
const AUDIENCE = 'lectern:guest';

/**
 * Gives guests an identity that they can show again: a JWT signed by this server, which names a user and holds for
 * as long as the server keeps its secret. Who shows none, or one that is not good, is a new guest.
 */
export class Identities {
  private readonly key: KeyObject;

  /** @param secret what only this server, or the nodes of one server, know */
  constructor(secret: string) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'guest identities', 32)));
  }

  /**
   * @param shown the token that a client shows; undefined where it shows none
   * @param keeps whether the client can keep a token
   */
  async identify(shown: string | undefined, keeps: boolean): Promise<Identity> {
    const known = shown === undefined ? undefined : await this.verify(shown);
    if (known) return { user: known };
    const id = uuid();
    const user = { id, name: `Guest ${id.slice(0, 4)}` };
    return keeps ? { user, token: await this.sign(user) } : { user };
  }

  private sign({ id, name }: ClientUser): Promise<string> {
    return new SignJWT({ name })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(id)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .sign(this.key);
  }

  private async verify(token: string): Promise<ClientUser | undefined> {
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

import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { CLOCK_TOLERANCE_MS } from './identity.js';

const NAME = 'lectern_client';
const ALGORITHM = 'HS256';
const ISSUER = 'lectern';
const AUDIENCE = 'lectern:client';

/** Time in seconds after the last connection for which a cookie is valid. */
const LIFETIME_S = 86_400;

/** Maximum number of clients in a cookie. Without it, each tab would make the cookie longer. */
const MOST_CLIENTS = 4;

/**
 * Signed cookies that name the clients of a browser in one room. Older clients of rooms do not log in, and expect their
 * ID again after a lost connection.
 */
export class ClientCookies {
  private readonly key: KeyObject;

  /** @param secret secret of this server or cluster */
  constructor(secret: string) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'client cookies', 32)));
  }

  /**
   * Returns the value of a Set-Cookie header. Without a Path, browsers send the cookie only below the room's address, even
   * if a proxy has removed a part of it.
   * @param clientIds the last client first. The first ones are stored
   * @param secure whether the cookie must only be sent over https
   */
  async write(roomId: string, clientIds: readonly string[], secure: boolean): Promise<string> {
    const value = await new SignJWT({ clients: clientIds.slice(0, MOST_CLIENTS) })
      .setProtectedHeader({ alg: ALGORITHM })
      .setSubject(roomId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime(`${LIFETIME_S}s`)
      .sign(this.key);
    const attributes = `Max-Age=${LIFETIME_S}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
    return `${NAME}=${value}; ${attributes}`;
  }

  /** Returns the clients that a Cookie header names, the last one first. Returns none if this server did not sign it. */
  async read(header: string | undefined, roomId: string): Promise<string[]> {
    const value = new RegExp(`(?:^|;)\\s*${NAME}=([^;\\s]+)`).exec(header ?? '')?.[1];
    if (value === undefined) return [];
    try {
      const { payload } = await jwtVerify<{ clients: string[] }>(value, this.key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        subject: roomId,
        clockTolerance: CLOCK_TOLERANCE_MS / 1000,
      });
      return payload.clients;
    } catch {
      return [];
    }
  }
}

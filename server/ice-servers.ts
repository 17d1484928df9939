import { createHmac } from 'node:crypto';
import type { IceServer } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';

/**
 * The STUN and TURN servers for clients. TURN credentials are created for each client, in the form that coturn's
 * `use-auth-secret` requires (draft-uberti-behave-turn-rest-00): username `<unix expiry>:<client id>`,
 * credential base64(HMAC-SHA1(secret, username)).
 */
export class IceServers {
  constructor(
    private readonly options: Pick<Options, 'stunUrls' | 'turnUrls' | 'turnSecret' | 'turnLifetime'>,
    private readonly now: () => number = Date.now,
  ) {}

  for(clientId: string): IceServer[] {
    const { stunUrls, turnUrls, turnSecret, turnLifetime } = this.options;
    const servers: IceServer[] = [];
    if (stunUrls.length > 0) servers.push({ urls: stunUrls });
    if (turnUrls.length > 0) {
      const username = `${Math.floor(this.now() / 1000) + turnLifetime}:${clientId}`;
      const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
      servers.push({ urls: turnUrls, username, credential });
    }
    return servers;
  }
}

import type { IncomingMessage } from 'node:http';
import type { Options } from 'lectern-protocol/options';
import { ClientCookies } from '../identity/client-cookies.js';
import { ephemeralGuest } from '../identity/identity-provider.js';
import type { CookieUse, Endpoint } from '../session/endpoint.js';
import type { ReturningClient, ReturningClients } from '../session/returning-clients.js';
import { isOwnPage, originNamed } from './origin.js';

interface Services {
  options: Pick<Options, 'origins' | 'trustProxy'>;
  sessions: { readonly openMode: boolean; readonly returning: Pick<ReturningClients, 'find'> };
  /** Secret of this server or cluster. */
  secret: string;
  log: { error(fields: object, text: string): void };
}

/** Gives clients that do not log in their ID back after a lost connection, by a cookie in the upgrade response. */
export class CookieHandshake {
  private readonly cookies: ClientCookies;

  constructor(private readonly services: Services) {
    this.cookies = new ClientCookies(services.secret);
  }

  /**
   * Returns the endpoint with the client that returns by its cookie, and the value of the Set-Cookie header. These clients
   * get no cookie:
   * - those that announce a login or deltas, or show or store a token: they can log in and resume by a ticket,
   * - those without a room in their address, or without a login on a server that requires one,
   * - pages that are only allowed because the server allows all origins.
   *
   * Never rejects.
   * @param keeps whether the client can store a token
   */
  async greet(
    request: IncomingMessage,
    endpoint: Endpoint,
    keeps: boolean,
  ): Promise<{ endpoint: Endpoint; setCookie?: string }> {
    const { cookies } = this;
    const { options, sessions } = this.services;
    const { roomId, deltas, loginAnnounced, upgradeToken, secure } = endpoint;
    const canLogIn = deltas || loginAnnounced || keeps || upgradeToken !== undefined;
    if (roomId === undefined || canLogIn || !sessions.openMode || !originNamed(request, options))
      return { endpoint };
    const known = await cookies.read(request.headers.cookie, roomId);
    const client = known.length > 0 ? await this.find(known, roomId) : undefined;
    const identity = client && !client.ticket ? ephemeralGuest(client.id) : endpoint.identity;
    const id = client?.id ?? identity.user.id;
    const cookie: CookieUse = {
      stored: known.length > 0 || isOwnPage(request, options),
      ...(client?.ticket && { ticket: client.ticket }),
    };
    return {
      endpoint: { ...endpoint, identity, cookie },
      setCookie: await cookies.write(roomId, [id, ...known.filter((each) => each !== id)], secure),
    };
  }

  private async find(ids: readonly string[], roomId: string): Promise<ReturningClient | undefined> {
    const { sessions, log } = this.services;
    try {
      return await sessions.returning.find(ids, roomId);
    } catch (err) {
      log.error({ err }, 'could not find the client of a cookie; it is a new client now');
      return undefined;
    }
  }
}

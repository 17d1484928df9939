import type { Login } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import type { ChatClient } from '../chat/chat-client.js';
import type { Ticket } from '../identity/tickets.js';
import { ReconnectionGrant, type ReconnectionServices } from './reconnection-grant.js';
import type { Protocol } from './session-records.js';

interface Services extends ReconnectionServices {
  options: Pick<Options, 'reconnectionTimeout'>;
}

/**
 * Whether and how the client of a session can resume it: by the tickets of its replies, by a ticket that its library
 * shows each time, or by its cookie.
 */
export class Reconnection {
  private current: ReconnectionGrant | undefined;

  /**
   * @param recoveryTicketId ID of the ticket with which the client's library recovers the session; undefined if it does not
   * @param onTakenOver called when another node turns out to have taken over the session
   */
  constructor(
    private readonly services: Services,
    private readonly client: ChatClient,
    private recoveryTicketId: string | undefined,
    private readonly onTakenOver: () => void,
  ) {}

  /** The grant; undefined if the client cannot resume the session. */
  get grant(): ReconnectionGrant | undefined {
    return this.current;
  }

  /** The ticket with which the client's library recovers the session; undefined if it does not. */
  get recoveryTicket(): string | undefined {
    const ticketId = this.current?.reusableTicketId ?? this.recoveryTicketId;
    if (ticketId === undefined) return undefined;
    return this.services.tickets.writeLasting({ participantId: this.client.id, ticketId });
  }

  /** The ticket for a client that shows its cookie; undefined if it cannot resume the session by it. */
  get cookieTicket(): Ticket | undefined {
    const { client, current } = this;
    return current?.byCookie ? { participantId: client.id, ticketId: current.ticketId } : undefined;
  }

  /** Called if the client's library turns out not to recover the session. */
  forgetRecoveryTicket(): void {
    this.recoveryTicketId = undefined;
  }

  /**
   * Allows or forbids the client to resume the session, as its login asks for.
   * @param serial serial of the client's connection
   */
  async allow(wish: Login['reconnection'], protocol: Protocol, serial: number): Promise<void> {
    const { services, client, current, recoveryTicketId } = this;
    const most = services.options.reconnectionTimeout;
    const wished = typeof wish === 'object' ? (wish.keepTime ?? most) : most;
    // Older clients send -1 for the time of the server.
    const keepTime = (wished < 0 ? most : Math.min(wished, most)) * 1000;
    if (wish === false || keepTime === 0) return this.withdraw();
    if (current) return current.change(protocol, keepTime);
    const kind = { reusable: recoveryTicketId };
    this.use(await ReconnectionGrant.create(services, client, protocol, keepTime, serial, kind));
  }

  private async withdraw(): Promise<void> {
    this.recoveryTicketId = undefined;
    await this.current?.revoke();
    this.current = undefined;
    this.client.persister = undefined;
  }

  /**
   * Creates a grant for a client that has not logged in, and resumes the session by its cookie. Returns undefined if the
   * server does not keep sessions.
   * @param serial serial of the client's connection
   */
  async grantByCookie(protocol: Protocol, serial: number): Promise<ReconnectionGrant | undefined> {
    const { services, client } = this;
    const keepTime = services.options.reconnectionTimeout * 1000;
    if (keepTime === 0) return undefined;
    return ReconnectionGrant.create(services, client, protocol, keepTime, serial, { byCookie: true });
  }

  /** Makes a grant the one of this session. */
  use(grant: ReconnectionGrant): void {
    this.current = grant;
    this.client.persister = grant;
    grant.onTakenOver = this.onTakenOver;
  }
}

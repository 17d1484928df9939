import type { Ticket } from '../identity/tickets.js';
import { Refusal } from '../protocol/errors.js';
import { checkTicket, TakenOverRefusal } from './reconnection-grant.js';
import { restoreSession } from './restore-session.js';
import type { AttachedConnection, Session, SessionServices } from './session.js';
import type { VersionedRecord } from './session-records.js';
import { ticketsOf } from './ticket-log.js';

/** Maximum number of sessions of another node that are adopted at the same time. */
const ADOPTED_AT_ONCE = 50;

/** Time in ms after which a failed claim or restoration is tried again. */
const RETRY_MS = 2000;

/** Maximum number of attempts to adopt or resume a session whose record changes meanwhile. */
const ATTEMPTS = 5;

/** Reason for adopting a session. */
interface Reason {
  /** A client presents a ticket of the session, on the connection with this serial. */
  shown?: { ticketId: string; serial: number };
  /** The node with this ID has died or stopped. Sessions that another node owns by now are not adopted. */
  from?: string | undefined;
}

/**
 * Resumes sessions on new connections. `resume` finds the session of a ticket, on this node or by adopting it, and
 * attaches the connection to it. `adopt` moves a session to this node: it claims the session's record, restores the
 * session from the record, and notifies the former node.
 */
export class Resumption {
  private readonly adopting = new Map<string, Promise<Session | undefined>>();
  /** Clients whose sessions are restored later. */
  private readonly postponed = new Set<string>();

  /** @param sessions sessions of this node, by client ID */
  constructor(
    private readonly services: SessionServices,
    private readonly sessions: Map<string, Session>,
  ) {}

  /**
   * Resumes the session of a ticket on a connection.
   * @returns the session and its next ticket
   * @throws Refusal if the ticket cannot be redeemed or the session has ended
   */
  async resume(
    { participantId, ticketId }: Ticket,
    connection: AttachedConnection,
  ): Promise<{ session: Session; ticket: string }> {
    for (let attempt = 1; ; attempt++) {
      const session =
        (await this.sessionHere(participantId)) ??
        (await this.adopt(participantId, { shown: { ticketId, serial: connection.serial } }));
      if (!session) throw new Refusal('not-found', 'the session has ended; log in again');
      try {
        return { session, ticket: await session.resume(connection, ticketId) };
      } catch (error) {
        if (!(error instanceof Refusal) || attempt === ATTEMPTS) throw error;
        // Another node took over meanwhile, perhaps for an earlier connection. Its record has the current ticket.
        if (!(error instanceof TakenOverRefusal || (await session.releaseIfElsewhere()))) throw error;
      }
    }
  }

  /**
   * Adopts the sessions of a node that has died or stopped. Their clients remain in their rooms. Never rejects.
   * @param from ID of that node
   */
  async adoptAll(clientIds: readonly string[], from?: string): Promise<void> {
    const waiting = [...clientIds];
    const work = async () => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await this.adoptFrom(from, id);
    };
    await Promise.all(Array.from({ length: ADOPTED_AT_ONCE }, work));
  }

  private async adoptFrom(from: string | undefined, clientId: string): Promise<void> {
    try {
      await this.adopt(clientId, { from });
    } catch (error) {
      const { log } = this.services;
      log.error({ client: clientId, err: error }, 'could not adopt the session of a client');
      if (from === this.services.nodes.id) this.restoreLater(clientId, from);
    }
  }

  /** Returns the session of a client on this node, unless another node has taken it over. */
  private async sessionHere(clientId: string): Promise<Session | undefined> {
    const session = this.sessions.get(clientId);
    return (await session?.releaseIfElsewhere()) ? undefined : session;
  }

  /**
   * Adopts a session. Concurrent calls share one adoption.
   * @returns undefined if there is no session to adopt for this reason
   */
  private async adopt(clientId: string, reason: Reason): Promise<Session | undefined> {
    const underway = this.adopting.get(clientId);
    if (underway) {
      // If the shared adoption returns no session, it might have been for another reason.
      const session = await underway.catch(unlessUnavailable);
      return session ?? this.adopt(clientId, reason);
    }
    const adopting = this.claimAndRestore(clientId, reason).finally(() => this.adopting.delete(clientId));
    this.adopting.set(clientId, adopting);
    return adopting;
  }

  private async claimAndRestore(clientId: string, reason: Reason): Promise<Session | undefined> {
    const { services, sessions } = this;
    const claimed = await this.claim(clientId, reason);
    if (!claimed) return undefined;
    const { kept, former } = claimed;
    const { node } = kept.record;
    try {
      const session = await restoreSession(services, kept);
      sessions.set(clientId, session);
      return session;
    } catch (error) {
      this.restoreLater(clientId, node);
      throw error;
    } finally {
      if (former !== node) services.messenger.notifyMoved(former, clientId);
    }
  }

  /**
   * Restores a session later if it belongs to this node, which no other node does.
   * @param node ID of this node when it claimed the session
   */
  private restoreLater(clientId: string, node: string): void {
    if (this.postponed.has(clientId)) return;
    this.postponed.add(clientId);
    setTimeout(() => {
      this.postponed.delete(clientId);
      if (!this.sessions.has(clientId)) void this.adoptFrom(node, clientId);
    }, RETRY_MS).unref();
  }

  /**
   * Claims a session's record for this node.
   * @returns undefined if there is no record to claim for this reason
   * @throws Refusal if the ticket cannot be redeemed, or conflict if other nodes keep changing the record
   */
  private async claim(
    clientId: string,
    { shown, from }: Reason,
  ): Promise<{ kept: VersionedRecord; former: string } | undefined> {
    const { records, nodes, log } = this.services;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const found = await records.get(clientId);
      if (!found || (from !== undefined && found.record.node !== from)) return undefined;
      // A ticket that cannot be redeemed must not move the session away from its node.
      if (shown) checkTicket(found.record, shown.ticketId, shown.serial, log);
      const kept = await records.claim(found, shown?.serial).catch((error) => {
        // Perhaps only the answer was lost, and the session belongs to this node.
        this.restoreLater(clientId, nodes.id);
        throw error;
      });
      if (kept) {
        const former = found.record.node;
        log.debug(
          { client: clientId, from: former, to: kept.record.node, ...ticketsOf(kept.record) },
          'session adopted',
        );
        return { kept, former };
      }
      // Either the owner has just saved the client's positions, or another node has claimed the record first.
    }
    throw new Refusal('conflict', 'another connection has resumed this session');
  }
}

function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof Refusal) || error.code === 'unavailable') throw error;
}

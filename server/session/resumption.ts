import type { Ticket } from '../identity/tickets.js';
import { Refusal } from '../protocol/errors.js';
import { checkTicket, TakenOverRefusal } from './reconnection-grant.js';
import { restoreSession } from './restore-session.js';
import type { AttachedConnection, Session, SessionServices } from './session.js';
import type { VersionedRecord } from './session-records.js';

/** How many sessions are adopted at a time, of those that another server has left. */
const ADOPTED_AT_ONCE = 50;

/** ms after which a session that could not be restored is again. */
const RETRY_MS = 2000;

/** How often it is tried to adopt or resume a session whose record changes meanwhile. */
const ATTEMPTS = 5;

/** Why a session is adopted. */
interface Reason {
  /** A ticket is shown for it, on the connection of that serial. */
  shown?: { ticketId: string; serial: number };
  /** This node has died, or stopped: sessions that are another's by now are left alone. */
  from?: string | undefined;
}

/**
 * Resumes sessions on new connections. `resume` finds the session of a ticket, on this node or by adopting it, and
 * attaches the connection to it. `adopt` makes a session this node's: it claims the session's record, restores the
 * session from that, and tells the former node.
 */
export class Resumption {
  private readonly adopting = new Map<string, Promise<Session | undefined>>();

  /** @param sessions of this node, by client */
  constructor(
    private readonly services: SessionServices,
    private readonly sessions: Map<string, Session>,
  ) {}

  /**
   * Resumes the session of a ticket on a connection.
   * @returns the session, and its next ticket
   * @throws Refusal
   */
  async resume(
    { participantId, ticketId }: Ticket,
    connection: AttachedConnection,
  ): Promise<{ session: Session; ticket: string }> {
    for (let attempt = 1; ; attempt++) {
      const session =
        (await this.sessionHere(participantId)) ??
        (await this.adopt(participantId, { shown: { ticketId, serial: connection.serial } }));
      if (!session) throw new Refusal('not-found', 'there is no such client any more; log in anew');
      try {
        return { session, ticket: await session.resume(connection, ticketId) };
      } catch (error) {
        // Another node took over meanwhile, for an earlier connection perhaps: that one yields to this.
        if (!(error instanceof TakenOverRefusal) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /**
   * Adopts sessions of a server that has died or stopped: their clients are in their rooms, as the others left them.
   * Never rejects.
   * @param from that server's node
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
      log.error({ client: clientId, err: error }, 'a client of the server before cannot be waited for');
    }
  }

  /** The session of a client on this node, unless another node has taken it over. */
  private async sessionHere(clientId: string): Promise<Session | undefined> {
    const session = this.sessions.get(clientId);
    if (!session || !(await session.isElsewhere())) return session;
    await session.detach('replaced');
    return undefined;
  }

  /** Adopts a session once, however many want it. @returns undefined if there is none, or none to adopt for this reason */
  private async adopt(clientId: string, reason: Reason): Promise<Session | undefined> {
    const underway = this.adopting.get(clientId);
    if (underway) {
      // If that comes to nothing, it may have been for another reason.
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
      // The session is this node's now, and no other node's.
      setTimeout(() => {
        if (!sessions.has(clientId)) void this.adoptFrom(node, clientId);
      }, RETRY_MS).unref();
      throw error;
    } finally {
      if (former !== node) services.messenger.notifyMoved(former, clientId);
    }
  }

  /**
   * Claims a session's record for this node.
   * @returns undefined if there is none, or none to adopt for this reason
   * @throws Refusal
   */
  private async claim(
    clientId: string,
    { shown, from }: Reason,
  ): Promise<{ kept: VersionedRecord; former: string } | undefined> {
    const { records } = this.services;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const found = await records.get(clientId);
      if (!found || (from !== undefined && found.record.node !== from)) return undefined;
      // A ticket that cannot be redeemed must not take the session from its node.
      if (shown) checkTicket(found.record, shown.ticketId, shown.serial);
      const kept = await records.claim(found, shown?.serial);
      if (kept) return { kept, former: found.record.node };
      // Its node may just have written what the client has received, or another node was faster.
    }
    throw new Refusal('conflict', 'another connection goes on as this client');
  }
}

function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof Refusal) || error.code === 'unavailable') throw error;
}

import type { Login, Relogin } from 'lectern-protocol';
import type { ChatClient } from '../chat/chat-client.js';
import type { Ticket } from '../identity/tickets.js';
import { Refusal } from '../protocol/errors.js';
import type { Endpoint } from './endpoint.js';
import type { NodeMessageListener } from './node-messenger.js';
import type { Versioned } from './records.js';
import { Replay } from './replay.js';
import { checkTicket, MovedRefusal } from './reservation.js';
import { Session, type SessionConnection, type SessionServices } from './session.js';

/** How often it is looked whether clients acknowledge what they get. */
const ACKNOWLEDGED_MS = 1000;

/** How many clients of a server before are brought back at a time. */
const EXPECTED_AT_ONCE = 50;

/** ms after which a client that could not be brought back is again. */
const AGAIN_MS = 2000;

/** What must be so before a client is brought back. */
interface Wanted {
  /** A ticket that is shown for it, on the connection of that serial. */
  shown?: { ticketId: string; serial: number };
  /** The node that must have gone on with it. */
  from?: string | undefined;
}

/** How often it is tried to go on with a client whose record changes meanwhile. */
const ATTEMPTS = 5;

/** The sessions of this node. */
export class Sessions implements NodeMessageListener {
  private readonly byClient = new Map<string, Session>();
  private readonly restoring = new Map<string, Promise<Session | undefined>>();
  private readonly services: SessionServices;
  private readonly timer: NodeJS.Timeout;

  constructor(services: Omit<SessionServices, 'ended'>) {
    this.services = {
      ...services,
      ended: (session) => {
        if (this.byClient.get(session.client.id) === session) this.byClient.delete(session.client.id);
      },
    };
    this.timer = setInterval(() => {
      const now = performance.now();
      for (const session of this.byClient.values()) {
        session.checkAcknowledged(now, services.options.outboundStall * 1000);
      }
    }, ACKNOWLEDGED_MS);
    this.timer.unref();
    services.messenger.listen(this);
    services.rooms.onDelete(async ({ present }) => {
      for (const { id } of present) await this.dropHere(id, 'the room was deleted');
    });
  }

  /**
   * Waits for clients of a server whose place this one has taken: they are in their rooms, as the others left
   * them. Never rejects.
   * @param from the node that went on with them; the others are passed over
   */
  async expect(clientIds: readonly string[], from?: string): Promise<void> {
    const waiting = [...clientIds];
    const one = async () => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) await this.expectOne(id, from);
    };
    await Promise.all(Array.from({ length: EXPECTED_AT_ONCE }, one));
  }

  private async expectOne(clientId: string, from: string | undefined): Promise<void> {
    try {
      await this.restored(clientId, { from });
    } catch (error) {
      const { log } = this.services;
      log.error({ client: clientId, err: error }, 'a client of the server before cannot be waited for');
    }
  }

  async moved(clientId: string): Promise<void> {
    const session = this.byClient.get(clientId);
    if (session && (await session.isElsewhere())) await session.detach('replaced');
  }

  /** All clients are to come back, to whichever node: nothing of what is here holds any more. */
  async abandon(): Promise<void> {
    await Promise.all([...this.byClient.values()].map((session) => session.detach('behind')));
  }

  /** Guests may come in. */
  get open(): boolean {
    return this.services.identities.open;
  }

  /** How many clients there are, those that may come back included. */
  get clients(): number {
    return this.byClient.size;
  }

  /** A new client's. */
  create(endpoint: Endpoint): Session {
    const session = new Session(this.services, endpoint);
    this.byClient.set(session.client.id, session);
    return session;
  }

  /** The session of a client. */
  of({ id }: ChatClient): Session {
    const session = this.byClient.get(id);
    if (!session) throw new Refusal('conflict', 'this client has left');
    return session;
  }

  /** The session of a client of this node, where it has not left. */
  here(clientId: string): Session | undefined {
    const session = this.byClient.get(clientId);
    return session?.state === 'left' ? undefined : session;
  }

  /** Removes a client, on whichever node it is. @throws Refusal not-found */
  async drop(clientId: string, reason: string): Promise<void> {
    const dropped = this.dropHere(clientId, reason);
    if (dropped) return dropped;
    if (!(await this.services.messenger.dropElsewhere(clientId, reason))) {
      throw new Refusal('not-found', 'there is no such client');
    }
  }

  dropHere(clientId: string, reason: string): Promise<void> | undefined {
    return this.here(clientId)?.drop(reason);
  }

  login(client: ChatClient, data: Login) {
    return this.of(client).login(data);
  }

  /** Lets the connection of a new client go on as an earlier one, and answers it. @throws Refusal */
  async relogin(client: ChatClient, data: Relogin, id: string | number | undefined): Promise<void> {
    const newcomer = this.of(client);
    const link = newcomer.speaksBy;
    const { ticket: text, seen } = typeof data === 'string' ? { ticket: data } : data;
    newcomer.step('begin');
    let session: Session;
    let next: string;
    try {
      ({ session, next } = await this.services.throttle.attempt(link.endpoint.address, async () => {
        const ticket = this.services.tickets.read(text);
        return this.goOn(ticket, link);
      }));
    } catch (error) {
      newcomer.step('refuse');
      throw error;
    }
    await newcomer.end();
    await new Replay(this.services, session, link).run(next, seen, id);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([...this.byClient.values()].map((session) => session.forget()));
    this.services.records.close();
  }

  /** Lets a connection go on as the client of a ticket; answers the next one. @throws Refusal */
  private async goOn(ticket: Ticket, link: SessionConnection): Promise<{ session: Session; next: string }> {
    for (let attempt = 1; ; attempt++) {
      const session = await this.earlier(ticket, link.serial);
      try {
        return { session, next: await session.resume(link, ticket.ticketId) };
      } catch (error) {
        // On an earlier connection, perhaps: that one yields to this.
        if (!(error instanceof MovedRefusal) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** The session that a ticket is of: here, or brought back from what is kept of it. @throws Refusal */
  private async earlier({ participantId, ticketId }: Ticket, serial: number): Promise<Session> {
    let session = this.byClient.get(participantId);
    if (session && (await session.isElsewhere())) {
      await session.detach('replaced');
      session = undefined;
    }
    session ??= await this.restored(participantId, { shown: { ticketId, serial } });
    if (!session) throw new Refusal('not-found', 'there is no such client any more; log in anew');
    return session;
  }

  /** @throws Refusal */
  private async restored(clientId: string, wanted: Wanted): Promise<Session | undefined> {
    const underway = this.restoring.get(clientId);
    if (underway) {
      // Where that comes to nothing, it may be for what another wanted.
      const session = await underway.catch(unlessUnavailable);
      return session ?? this.restored(clientId, wanted);
    }
    const restoring = this.restore(clientId, wanted).finally(() => this.restoring.delete(clientId));
    this.restoring.set(clientId, restoring);
    return restoring;
  }

  private async restore(clientId: string, wanted: Wanted): Promise<Session | undefined> {
    const { services } = this;
    const claimed = await this.claim(clientId, wanted);
    if (!claimed) return undefined;
    const { kept, former } = claimed;
    try {
      const session = await Session.restore(services, kept);
      this.byClient.set(clientId, session);
      return session;
    } catch (error) {
      // It is this node's now, and nobody else's.
      setTimeout(() => {
        if (!this.byClient.has(clientId)) void this.expectOne(clientId, kept.record.node);
      }, AGAIN_MS).unref();
      throw error;
    } finally {
      if (former !== kept.record.node) services.messenger.tellMoved(former, clientId);
    }
  }

  /** Makes this node the one that goes on with a client; undefined where that is not wanted any more. @throws Refusal */
  private async claim(
    clientId: string,
    { shown, from }: Wanted,
  ): Promise<{ kept: Versioned; former: string } | undefined> {
    const { records } = this.services;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const found = await records.get(clientId);
      if (!found || (from !== undefined && found.record.node !== from)) return undefined;
      if (shown) checkTicket(found.record, shown.ticketId, shown.serial);
      const kept = await records.claim(found, shown?.serial);
      if (kept) return { kept, former: found.record.node };
      // Where it was, what it has got may just have been written down; or another node was faster.
    }
    throw new Refusal('conflict', 'another connection goes on as this client');
  }
}

function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof Refusal) || error.code === 'unavailable') throw error;
}

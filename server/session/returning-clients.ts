import type { Ticket } from '../identity/tickets.js';
import { until } from '../util/until.js';
import type { Session, SessionServices } from './session.js';

/** A client that returns by its cookie. */
export interface ReturningClient {
  id: string;
  /** The session that it resumes. Absent if its session has ended, so that it gets a new one with the same ID. */
  ticket?: Ticket;
}

/** Time in ms for which an ID is reserved for a connection that is being opened. */
const CLAIM_MS = 5000;

/** Time in ms within which a connection that is alive answers a ping. */
const ANSWER_MS = 3000;

/** Maximum time in ms to wait until a client that does not answer has left its rooms. */
const LEAVE_MS = 2000;

/**
 * Finds the client that returns by a cookie. The cookie names all clients that the browser has had in a room, since its
 * tabs share the cookie. Clients that are connected and answer are other tabs, which keep their sessions.
 */
export class ReturningClients {
  private readonly claimed = new Set<string>();

  /** @param sessions sessions of this node, by client ID */
  constructor(
    private readonly services: SessionServices,
    private readonly sessions: ReadonlyMap<string, Session>,
  ) {}

  /**
   * Returns the client that a new connection continues, and reserves its ID. Clients whose sessions can be resumed come
   * first. Returns undefined if all clients are connected.
   * @param ids IDs of the browser's clients in the room, the last one first
   * @throws Refusal unavailable
   */
  async find(ids: readonly string[], roomId: string): Promise<ReturningClient | undefined> {
    const found = await Promise.all(ids.map((id) => this.look(id, roomId)));
    // Without a pause until the reservation, so that two tabs that return together do not get the same ID.
    const lost = found.filter((each) => each !== undefined).filter((each) => this.isStillLost(each));
    const chosen = lost.find(({ ticket }) => ticket) ?? lost[0];
    if (chosen) {
      this.claimed.add(chosen.id);
      setTimeout(() => this.claimed.delete(chosen.id), CLAIM_MS).unref();
    }
    return chosen;
  }

  /** Called when the connection of a returning client is open, and its session can be found by its ID. */
  arrived(id: string): void {
    this.claimed.delete(id);
  }

  private isStillLost({ id, ticket }: ReturningClient): boolean {
    const session = this.sessions.get(id);
    return (
      !this.claimed.has(id) && (!session || session.reconnection.cookieTicket?.ticketId === ticket?.ticketId)
    );
  }

  /** Returns the client with an ID if it is not connected. */
  private async look(id: string, roomId: string): Promise<ReturningClient | undefined> {
    const session = this.sessions.get(id);
    if (session) return this.lookHere(session);
    const { records, messenger, backplane } = this.services;
    const kept = await records.get(id);
    if (!kept) return (await backplane.isMember(roomId, id)) ? undefined : { id };
    const { byCookie, node, ticketId } = kept.record;
    if (!byCookie || (await messenger.answersElsewhere(node, id))) return undefined;
    return { id, ticket: { participantId: id, ticketId } };
  }

  private async lookHere(session: Session): Promise<ReturningClient | undefined> {
    const { id, loggedIn } = session.client;
    if (loggedIn || session.state === 'connecting' || (await answers(session))) return undefined;
    const ticket = session.reconnection.cookieTicket;
    if (ticket && session.state !== 'left') return { id, ticket };
    const { attachedConnection: dead } = session;
    await session.end();
    dead?.connection.close('dead');
    const hasLeft = await until(() => this.sessions.get(id) !== session, LEAVE_MS);
    return hasLeft && !this.sessions.has(id) ? { id } : undefined;
  }
}

/** Returns whether a client's connection is alive, which takes up to ANSWER_MS if it is not. */
export async function answers(session: Session): Promise<boolean> {
  const asked = session.attachedConnection;
  if (!asked) return false;
  const { connection } = asked;
  const before = connection.receivedBytes;
  connection.ping();
  const isAsked = () => session.attachedConnection === asked;
  const isAlive = () => !connection.reading || connection.receivedBytes !== before;
  await until(() => !isAsked() || isAlive(), ANSWER_MS);
  return isAsked() ? isAlive() : session.attachedConnection !== undefined;
}

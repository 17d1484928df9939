import type { Login, LoginData, Relogin, Welcome } from 'lectern-protocol';
import type { ChatClient } from '../chat/chat-client.js';
import type { Recovered, RecoveryRequest } from '../delivery/connection.js';
import { canJoinRoom } from '../identity/grants.js';
import type { Ticket } from '../identity/tickets.js';
import { outcomeRefusal, Refusal, reasonOf } from '../protocol/errors.js';
import type { Requester } from '../room-settings/hash-queue.js';
import { runningTime } from '../util/running-time.js';
import type { Endpoint } from './endpoint.js';
import { type LiveClient, liveClientsOf } from './live-client.js';
import { admitNewcomer, logIn } from './login.js';
import type { DroppedClient, Entrant, NodeMessageListener } from './node-messenger.js';
import { renewToken } from './renew-token.js';
import { Replay } from './replay.js';
import { Resumption } from './resumption.js';
import { answers, ReturningClients } from './returning-clients.js';
import { type AttachedConnection, Session, type SessionServices } from './session.js';

/** Time in ms between two checks whether clients acknowledge their messages, and whether their tokens have expired. */
const CHECK_MS = 1000;

/** The sessions of this node. */
export class Sessions implements NodeMessageListener {
  private readonly byClient = new Map<string, Session>();
  private readonly services: SessionServices;
  private readonly resumption: Resumption;
  /** Clients that return by their cookies. */
  readonly returning: ReturningClients;
  private readonly timer: NodeJS.Timeout;

  constructor(services: Omit<SessionServices, 'ended'>) {
    this.services = {
      ...services,
      ended: (session) => {
        if (this.byClient.get(session.client.id) === session) this.byClient.delete(session.client.id);
      },
    };
    this.resumption = new Resumption(this.services, this.byClient);
    this.returning = new ReturningClients(this.services, this.byClient);
    this.timer = setInterval(() => {
      const now = runningTime();
      const time = Date.now();
      for (const session of this.byClient.values()) {
        session.checkAcknowledged(now, services.options.outboundStall * 1000);
        session.checkExpired(time);
        session.keepRecord(now, services.tickets.lifetime);
      }
    }, CHECK_MS);
    this.timer.unref();
    services.messenger.listen(this);
    services.revocations.onRevoked((isRevoked) => {
      for (const session of this.byClient.values()) {
        if (isRevoked(session.client.identity)) session.revoked();
      }
    });
    services.rooms.onRemove((clientId, reason) => this.dropHere(clientId, reason));
  }

  /** Whether the server is in open mode. */
  get openMode(): boolean {
    return this.services.identities.open;
  }

  /** Creates the session of a new client. */
  create(endpoint: Endpoint): Session {
    const session = new Session(this.services, endpoint);
    this.byClient.set(session.client.id, session);
    this.returning.arrived(session.client.id);
    return session;
  }

  /** Admits the client of a new session, if it does not need to log in or sent its token with the upgrade request. */
  admit(session: Session): Promise<void> {
    return admitNewcomer(this.services, session);
  }

  /** Returns the session of a client. @throws Refusal conflict if it has left */
  of({ id }: ChatClient): Session {
    const session = this.byClient.get(id);
    if (!session) throw new Refusal('conflict', 'this client has left');
    return session;
  }

  /** Returns the user and address of a client that sends a request. @throws Refusal conflict if it has left */
  requesterOf(client: ChatClient): Requester {
    return { address: this.of(client).address, userId: client.user.id };
  }

  /** Returns the session of a client of this node, or undefined if the client has left. */
  here(clientId: string): Session | undefined {
    const session = this.byClient.get(clientId);
    return session?.state === 'left' ? undefined : session;
  }

  /** Logs a client in. @throws Refusal if that is not allowed */
  login(client: ChatClient, data: Login): Promise<LoginData> {
    return logIn(this.services, this.of(client), data);
  }

  /** Replaces the token of a client. Returns the new token's lifetime in seconds. @throws Refusal if that is not allowed */
  renewToken(client: ChatClient, token: string): Promise<number> {
    return renewToken(this.services, this.of(client), token);
  }

  /**
   * Resumes the session of a ticket on the connection of a new client, whose own session ends. Answers the request and
   * replays missed messages.
   * @throws Refusal if the ticket cannot be redeemed
   */
  async relogin(client: ChatClient, data: Relogin, id: string | number | undefined): Promise<void> {
    const { ticket, seen = {} } = typeof data === 'string' ? { ticket: data } : data;
    const has = new Map(Object.entries(seen));
    await this.resume(this.of(client), { ticket, seen: (log) => has.get(log) }, id);
  }

  /**
   * Resumes the session of a ticket on the connection of a new client, whose library recovers sessions. If that is
   * refused, the new client is told why.
   */
  async recover(newcomer: Session, shown: RecoveryRequest): Promise<Recovered | undefined> {
    try {
      return await this.resume(newcomer, shown, undefined);
    } catch (error) {
      const { log } = this.services;
      if (!(error instanceof Refusal)) {
        log.error({ client: newcomer.client.id, err: error }, 'could not recover a session');
      }
      newcomer.client.tell('relogin', outcomeRefusal(error));
      return undefined;
    }
  }

  private async resume(
    newcomer: Session,
    { ticket, seen }: RecoveryRequest,
    id: string | number | undefined,
  ): Promise<Recovered> {
    const { services } = this;
    const { connection } = newcomer;
    newcomer.step('begin');
    let resumed: Awaited<ReturnType<Resumption['resume']>>;
    try {
      resumed = await this.resumption.resume(services.tickets.read(ticket), connection);
    } catch (error) {
      newcomer.step('refuse');
      services.events.resumed(reasonOf(error));
      throw error;
    }
    try {
      await newcomer.end();
      return await new Replay(services, resumed.session, connection).answerRelogin(resumed.ticket, seen, id);
    } catch (error) {
      // The session was resumed, but its missed messages could not be read. The client tries again on another connection,
      // since this one belongs to the session and must not deliver messages without them.
      connection.connection.close('internal');
      throw error;
    }
  }

  /**
   * Resumes the session of a client that has shown its cookie, on the connection of a new client, whose own session ends.
   * Greets the client and replays missed messages. Returns false if the session has ended or was resumed meanwhile.
   */
  async resumeByCookie(
    connection: AttachedConnection,
    ticket: Ticket,
    welcome: () => Welcome,
  ): Promise<boolean> {
    const { services } = this;
    const newcomer = connection.session;
    let session: Session;
    try {
      ({ session } = await this.resumption.resume(ticket, connection));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      services.events.resumed(error.code);
      return false;
    } finally {
      this.returning.arrived(ticket.participantId);
    }
    await newcomer.end();
    await new Replay(services, session, connection).greet(welcome());
    return true;
  }

  /** Adopts sessions of a node that has died or stopped. Never rejects. */
  adoptAll(clientIds: readonly string[], from?: string): Promise<void> {
    return this.resumption.adoptAll(clientIds, from);
  }

  async moved(clientId: string): Promise<void> {
    await this.byClient.get(clientId)?.releaseIfElsewhere();
  }

  /** Detaches all sessions, because this node no longer owns them. Their clients can resume on any node. */
  async detachAll(): Promise<void> {
    await Promise.all([...this.byClient.values()].map((session) => session.detach('behind')));
  }

  /**
   * Removes a client, on whichever node it is. Returns what can be revoked so that it stays out.
   * @throws Refusal not-found
   */
  async drop(clientId: string, reason: string): Promise<DroppedClient> {
    const dropped =
      (await this.dropHere(clientId, reason)) ??
      (await this.services.messenger.dropElsewhere(clientId, reason));
    if (!dropped) throw new Refusal('not-found', 'client not found');
    return dropped;
  }

  dropHere(clientId: string, reason: string): Promise<DroppedClient> | undefined {
    const session = this.here(clientId);
    if (!session) return undefined;
    const { user, guest, ephemeral, tokenId, expires } = session.client.identity;
    return session.drop(reason).then(() => ({
      ...(!ephemeral && { userId: user.id }),
      // The operator removes a guest, not one of the guest's browsers.
      ...(!guest && tokenId !== undefined && { tokenId }),
      ...(expires !== undefined && { expires }),
    }));
  }

  /**
   * Returns the user of a client, on whichever node it is, and whether the client's token grants a room.
   * @throws Refusal not-found
   */
  async entrant(clientId: string, roomId: string): Promise<Entrant> {
    const entrant =
      this.entrantHere(clientId, roomId) ??
      (await this.services.messenger.entrantElsewhere(clientId, roomId));
    if (!entrant) throw new Refusal('not-found', 'client not found');
    return entrant;
  }

  entrantHere(clientId: string, roomId: string): Entrant | undefined {
    const identity = this.here(clientId)?.client.identity;
    return identity && { userId: identity.user.id, isGranted: canJoinRoom(identity, roomId) };
  }

  /** Ends the sessions of a user on this node. */
  async dropUserHere(userId: string, reason: string): Promise<void> {
    const own = [...this.byClient.values()].filter(({ client }) => client.user.id === userId);
    for (const session of own) await session.drop(reason);
  }

  answers(clientId: string): Promise<boolean> | undefined {
    const session = this.here(clientId);
    return session && answers(session);
  }

  clientsHere(): LiveClient[] {
    return liveClientsOf(this.services.manager);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([...this.byClient.values()].map((session) => session.suspend()));
    this.services.records.close();
  }
}

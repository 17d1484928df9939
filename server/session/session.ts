import type { Login, LoginData } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import { v4 as uuid } from 'uuid';
import { type Backplane, DIRECT } from '../backplane/backplane.js';
import { alone, type Nodes } from '../backplane/nodes.js';
import { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { isClassroomRoomId } from '../chat/room-id.js';
import type { Classroom } from '../classroom/classroom.js';
import type { Connection } from '../delivery/connection.js';
import type { Identity } from '../identity/identity.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { Throttle } from '../identity/throttle.js';
import type { Tickets } from '../identity/tickets.js';
import { deniedData, errorData, Refusal } from '../protocol/errors.js';
import { IdempotentRequests } from '../protocol/idempotent-requests.js';
import { RateLimit, type Rates, RefusalCount } from '../protocol/limits.js';
import type { Speaker } from '../protocol/router.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import { Acknowledgement } from './acknowledgement.js';
import type { Endpoint } from './endpoint.js';
import type { Entrance } from './entrance.js';
import { loginData } from './login-data.js';
import type { NodeMessenger } from './node-messenger.js';
import type { Protocol, SessionRecords, Versioned } from './records.js';
import { Reservation } from './reservation.js';
import { type SessionEvent, type SessionState, transitions } from './states.js';

/** What every session of a server shares. */
export interface SessionServices {
  options: Options;
  rates: Rates;
  backplane: Backplane;
  nodes: Nodes;
  manager: ChatManager;
  classroom: Classroom;
  identities: IdentityProvider;
  entrance: Entrance;
  tickets: Tickets;
  throttle: Throttle;
  records: SessionRecords;
  messenger: NodeMessenger;
  rooms: RoomSettingsService;
  /** The session is over. */
  ended(session: Session): void;
  log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

/** The connection that a session speaks through; a relogin puts another session in the place of its first. */
export interface SessionConnection {
  readonly endpoint: Endpoint;
  readonly connection: Connection;
  /** The client of its session. */
  readonly client: ChatClient;
  session: Session;
  /** When it was made, by the clock of all nodes: of two connections the later one has the greater. */
  readonly serial: number;
}

/** ms after which a client is taken out that could not be: what the nodes share was away. */
const AGAIN_MS = 1000;

/** What is held of a client that has said something. */
type Speech = Pick<Speaker<ChatClient>, 'rateLimit' | 'refusals' | 'outcomes'>;

/** The life of one client, over all its connections: from its coming to its leaving for good. */
export class Session {
  readonly client: ChatClient;
  protocol: Protocol = 'legacy';
  /** Made for its first message: most clients listen. */
  private speech: Speech | undefined;
  private current: SessionState = 'initialized';
  private link: SessionConnection | undefined;
  private reservation: Reservation | undefined;
  private timer: NodeJS.Timeout | undefined;
  private acknowledgement: Acknowledgement | undefined;

  constructor(
    private readonly services: SessionServices,
    private readonly endpoint: Pick<
      Endpoint,
      'roomId' | 'deltas' | 'announced' | 'identity' | 'shown' | 'address'
    >,
    id = idOf(endpoint.identity),
  ) {
    this.client = new ChatClient(id, endpoint.identity, endpoint.roomId, endpoint.deltas);
  }

  /** A session whose client was here before a crash, or on another node: waiting for it. */
  static async restore(services: SessionServices, kept: Versioned): Promise<Session> {
    const { record } = kept;
    const { clientId, identity, username, endpointRoom, deltas } = record;
    const endpoint = {
      roomId: endpointRoom,
      deltas,
      announced: true,
      identity,
      shown: undefined,
      address: '',
    };
    const session = new Session(services, endpoint, clientId);
    const { client } = session;
    client.username = username;
    client.term = record.generation;
    for (const [roomId, place] of Object.entries(record.places ?? {})) client.places.set(roomId, place);
    client.loggedIn = true;
    session.protocol = record.protocol;
    session.current = 'waiting_for_reconnecting';
    try {
      await services.manager.add(client);
      for (const [roomId, position] of Object.entries(record.logs)) {
        if (roomId === DIRECT) continue;
        await services.entrance.comeBack(client, roomId, position);
        // Where it may not be any more it still is by the node that had it.
        if (!client.rooms.has(roomId)) await services.backplane.leave(roomId, client.id, client.term);
      }
    } catch (error) {
      await services.manager.detach(client);
      throw error;
    }
    // What the client has seen is of the logs as they were.
    for (const [log, position] of Object.entries(record.logs)) {
      if (client.positions.has(log)) client.positions.set(log, position);
    }
    // Not before: what is kept must not forget where it was.
    session.reserve(Reservation.restore(services, client, kept));
    session.wait();
    return session;
  }

  /** Where the server runs open, what was shown was looked at already: who showed nothing good is a guest. */
  private get shown(): string | undefined {
    return this.services.identities.open ? undefined : this.endpoint.shown;
  }

  /** What its messages are held against. */
  get speaks(): Speech {
    const { options, rates } = this.services;
    this.speech ??= {
      rateLimit: new RateLimit(rates, performance.now()),
      refusals: new RefusalCount(options.refusals, options.refusalsWindow * 1000),
      outcomes: new IdempotentRequests(),
    };
    return this.speech;
  }

  get state(): SessionState {
    return this.current;
  }

  /** It may do more than log in. */
  get admitted(): boolean {
    if (this.current === 'connected') return true;
    return this.current === 'initialized' && this.services.identities.open && !this.endpoint.announced;
  }

  /** Whether its client may come back after its connection is lost. */
  get mayComeBack(): boolean {
    return this.reservation !== undefined;
  }

  /** @throws Refusal conflict where that cannot happen now */
  step(event: SessionEvent): void {
    const next = transitions[this.current][event];
    if (!next) throw new Refusal('conflict', `a client that is ${this.current} cannot do that`);
    this.current = next;
  }

  /** The connection that this new session begins with. */
  begin(link: SessionConnection): void {
    this.link = link;
  }

  /** Whether this is the link that the client speaks through at present. */
  isSpokenBy(link: SessionConnection): boolean {
    return this.link === link;
  }

  /** @throws Refusal conflict where it has no connection */
  get speaksBy(): SessionConnection {
    if (!this.link) throw new Refusal('conflict', 'this client has no connection');
    return this.link;
  }

  /** Writes down what has changed of its client; resolves once it is kept. */
  async keep(): Promise<void> {
    this.reservation?.save();
    await this.reservation?.settled();
  }

  /** Lets go of its timer once all is kept: the server stops, and the next one may go on with the client. */
  async forget(): Promise<void> {
    clearTimeout(this.timer);
    if (this.client.moveOn()) this.reservation?.save();
    await this.reservation?.settled();
  }

  /** Takes in who need not log in, or showed its token already. */
  async opened(): Promise<void> {
    const { services, client, endpoint } = this;
    if (endpoint.announced) return;
    if (this.admitted) {
      await services.manager.add(client);
      if (endpoint.roomId !== undefined) await this.enterUnannounced(endpoint.roomId);
      if (this.state === 'left') await services.manager.remove(client);
    } else if (endpoint.shown !== undefined) {
      const answer = await this.login({ reconnection: false }).then(
        (data) => ({ status: 'ok', data }) as const,
        (error: unknown) => deniedData(error),
      );
      client.replyFirst({ to: { kind: 'server', as: 'server' }, id: undefined }, 'login', answer);
    }
  }

  /** Enters the endpoint's room without a login; a client that may not is told, and can still log in. */
  private async enterUnannounced(roomId: string): Promise<void> {
    const { services, client, endpoint } = this;
    try {
      await services.entrance.admit(client, roomId, endpoint);
      await services.entrance.enter(client, roomId);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'unavailable') throw error;
      client.tell('error', errorData(error, undefined));
    }
  }

  /** The client has said on its present connection what it may not before the answer to its relogin: it has that. */
  heard(link: SessionConnection): void {
    if (link === this.link) this.reservation?.confirm();
  }

  /** @throws Refusal */
  async login(given: Login): Promise<LoginData> {
    const { token = this.shown, protocol = 'legacy', reconnection = true, password } = given;
    const { services, client, endpoint } = this;
    const before = client.identity;
    const wasIn = services.manager.clients.has(client.id);
    this.step('begin');
    try {
      if (!isProtocol(protocol)) throw new Refusal('bad-data', `unknown client protocol '${protocol}'`);
      const { identity, roomId, once } = await services.entrance.identify(endpoint, client, token);
      if (identity.user.id !== before.user.id && [...client.rooms.keys()].some(isClassroomRoomId)) {
        throw new Refusal('conflict', 'log in before you join a class or a lecture');
      }
      client.become(identity);
      // It has to know who it is before it hears of the room.
      client.hold();
      this.protocol = protocol;
      if (roomId !== undefined) {
        await services.entrance.admit(client, roomId, { address: endpoint.address, password });
      }
      await services.entrance.use(once);
      if (!wasIn) await services.manager.add(client);
      if (roomId !== undefined) await services.entrance.enter(client, roomId);
      if (wasIn) for (const room of client.rooms.values()) await room.update(client);
      await this.allowReturn(reconnection);
      this.step('accept');
      client.loggedIn = true;
      return loginData(client, roomId, this.reservation);
    } catch (error) {
      if (this.state === 'connecting') this.step('refuse');
      if (!wasIn || this.state === 'left') await services.manager.remove(client);
      client.become(before);
      // Who was not let in hears nothing of what was said inside.
      if (wasIn) client.release();
      else client.discard();
      throw error;
    }
  }

  /** Goes on as this client, on another link, and answers the next ticket. @throws Refusal */
  async resume(link: SessionConnection, ticketId: string): Promise<string> {
    const { services, client, reservation } = this;
    if (!reservation) throw new Refusal('forbidden', 'reconnection is not allowed for this client');
    services.entrance.checkAgain(client.identity);
    await reservation.redeem(ticketId, link.serial, () => {
      this.step('resume');
      clearTimeout(this.timer);
      const old = this.link;
      this.link = link;
      // Whoever came newly on it has it no more, however long its leaving takes.
      link.client.connection = undefined;
      link.session = this;
      client.connection = link.connection;
      client.hold();
      old?.connection.close('replaced');
    });
    return reservation.ticket;
  }

  /** A new ticket instead of the present one. @throws Refusal */
  async refreshTicket(): Promise<string> {
    if (this.state !== 'connected') throw new Refusal('login-required', 'log in first');
    if (!this.reservation) throw new Refusal('forbidden', 'reconnection is not allowed for this client');
    await this.reservation.refresh();
    return this.reservation.ticket;
  }

  /**
   * The connection of this link is gone. A link that another one took the place of changes nothing.
   * @param onPurpose the client went, and does not wait to come back
   */
  async lost(link: SessionConnection, onPurpose: boolean): Promise<void> {
    if (this.link !== link) return;
    this.link = undefined;
    this.client.lose(this.protocol === '1.2');
    if (this.current === 'left') return;
    if (this.current !== 'connected' || !this.mayComeBack || onPurpose) return this.end();
    this.step('lose');
    this.wait();
    // It may come back to another node, which must know what it has got.
    if (this.services.nodes !== alone && this.client.moveOn()) this.reservation?.save();
  }

  /** Leaves for good. */
  async end(): Promise<void> {
    if (this.current === 'left') return;
    this.step('end');
    clearTimeout(this.timer);
    await this.leave();
  }

  /** Whether another node goes on with the client. */
  async isElsewhere(): Promise<boolean> {
    return this.mayComeBack && (await this.services.records.isElsewhere(this.client.id));
  }

  /** Lets go of a client that another node goes on with: nobody sees it leave. */
  async detach(why: 'replaced' | 'behind'): Promise<void> {
    if (this.current === 'left') return;
    this.step('end');
    clearTimeout(this.timer);
    await this.letGo(why);
  }

  private async letGo(why: 'replaced' | 'behind'): Promise<void> {
    const { services, client, link } = this;
    this.reservation?.stop();
    client.keeper = undefined;
    this.link = undefined;
    link?.connection.close(why);
    services.classroom.detach(client);
    services.ended(this);
    await services.manager.detach(client);
  }

  /** Takes the client out of everything. */
  private async leave(): Promise<void> {
    const { services, client, reservation } = this;
    if (!services.backplane.reachable) return this.leaveLater();
    const shared = services.nodes !== alone;
    try {
      if (shared && (await reservation?.cancel()) === false) return await this.letGo('replaced');
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unavailable') return this.leaveLater();
      throw error;
    }
    await services.manager.remove(client);
    await services.classroom.forget(client);
    if (!shared) await reservation?.cancel();
    // Until now its ticket found it here, and learned that it has left.
    services.ended(this);
  }

  private leaveLater(): void {
    const { services, client } = this;
    this.timer = setTimeout(() => {
      this.leave().catch((error) =>
        services.log.error({ client: client.id, err: error }, 'a client could not be taken out'),
      );
    }, AGAIN_MS).unref();
  }

  /** Removes the client: it should not come back. */
  async drop(reason: string): Promise<void> {
    const { link, client } = this;
    client.tell('drop', { reason });
    await this.end();
    link?.connection.close('dropped');
  }

  /** Cuts a client that has acknowledged nothing of what was sent to it for so many ms. */
  checkAcknowledged(now: number, limit: number): void {
    if (this.protocol !== '1.2' || !this.link) return;
    this.acknowledgement ??= new Acknowledgement();
    if (this.acknowledgement.isOverdue(this.client, now, limit)) this.link.connection.close('too-slow');
  }

  private wait(): void {
    const { services, client } = this;
    this.timer = setTimeout(() => {
      this.end().catch((error) =>
        services.log.error({ client: client.id, err: error }, 'a client could not be taken out'),
      );
    }, this.reservation?.keepTime ?? 0);
    this.timer.unref();
  }

  private async allowReturn(reconnection: Login['reconnection']): Promise<void> {
    const { services, client } = this;
    const most = services.options.reconnectionTimeout;
    const wished = typeof reconnection === 'object' ? (reconnection.keepTime ?? most) : most;
    const keepTime = Math.min(wished, most) * 1000;
    if (reconnection === false || keepTime === 0) return;
    this.reserve(await Reservation.make(services, client, this.protocol, keepTime, this.link?.serial ?? 0));
  }

  private reserve(reservation: Reservation): void {
    this.reservation = reservation;
    this.client.keeper = reservation;
    reservation.moved = () => {
      this.detach('replaced').catch((error) =>
        this.services.log.error({ client: this.client.id, err: error }, 'a client could not be let go of'),
      );
    };
  }
}

/** Who passes through is the same to others as its client: there is less to tell of it. */
const idOf = ({ passing, user }: Identity): string => (passing ? user.id : uuid());

const isProtocol = (name: string): name is Protocol => ['legacy', '1.0', '1.1', '1.2'].includes(name);

import { v4 as uuid } from 'uuid';
import type { Login, LoginData } from '../../schemas/generated/messages.js';
import type { Options } from '../../schemas/generated/options.js';
import type { Backplane } from '../backplane/backplane.js';
import { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import { type Classroom, isClassroom } from '../classroom/classroom.js';
import { deniedData, errorData, ForgedRefusal, Refusal } from '../protocol/errors.js';
import type { Outcome, Router } from '../protocol/router.js';
import type { Heartbeat } from '../socket/heartbeat.js';
import { RateLimit, type Rates, RefusalCount } from '../socket/limits.js';
import type { Entrance } from './entrance.js';
import type { Identities, Identity } from './identity.js';
import type { Link } from './link.js';
import { Outcomes } from './outcomes.js';
import type { Protocol, SessionRecord, SessionRecords, Versioned } from './records.js';
import { type SessionEvent, type SessionState, transitions } from './states.js';
import type { Tickets } from './tickets.js';

/** What every session of a server shares. */
export interface SessionServices {
  options: Options;
  rates: Rates;
  backplane: Backplane;
  manager: ChatManager;
  classroom: Classroom;
  router: Router;
  heartbeat: Heartbeat;
  identities: Identities;
  entrance: Entrance;
  tickets: Tickets;
  records: SessionRecords;
  /** A connection is closed, and its session has heard of it. */
  closed(link: Link): void;
  /** The session is over. */
  ended(session: Session): void;
  log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

export interface Endpoint {
  /** The room that the endpoint names, if any. */
  roomId: string | undefined;
  /** Changes of membership one by one. */
  deltas: boolean;
  /** The client said that it logs in: it is taken into the room by that, and not before. */
  announced: boolean;
  /** Who it is without a login. */
  identity: Identity;
  /** The token that it showed at the upgrade. */
  shown: string | undefined;
  /** The network address that it comes from. */
  address: string;
}

/** ms for which a ticket that was redeemed still works, if no frame came on the new connection. */
const FORMER_TICKET = 30_000;

/** What a session has where its client may come back. */
interface Kept {
  keepTime: number;
  generation: number;
  ticketId: string;
  former: SessionRecord['former'];
  version: number;
}

/** The life of one client, over all its connections: from its coming to its leaving for good. */
export class Session {
  readonly client: ChatClient;
  readonly rateLimit: RateLimit;
  readonly refusals: RefusalCount;
  readonly outcomes = new Outcomes<Outcome | undefined>();
  protocol: Protocol = 'legacy';
  private current: SessionState = 'initialized';
  private link: Link | undefined;
  private kept: Kept | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Changes of what is kept, one after the other. */
  private changes: Promise<unknown> = Promise.resolve();
  /** Up to where each log was written when the client was last found not to have acknowledged it all. */
  private readonly unacknowledged = new Map<string, { seq: number; since: number }>();

  constructor(
    private readonly services: SessionServices,
    private readonly endpoint: Pick<
      Endpoint,
      'roomId' | 'deltas' | 'announced' | 'identity' | 'shown' | 'address'
    >,
    id = uuid(),
  ) {
    const { options, rates } = services;
    this.client = new ChatClient(id, endpoint.identity, endpoint.roomId, endpoint.deltas);
    this.client.changed = () => void this.save();
    this.rateLimit = new RateLimit(rates, performance.now());
    this.refusals = new RefusalCount(options.refusals, options.refusalsWindow * 1000);
  }

  /** A session whose client was here before a crash, or on another node: waiting for it. */
  static async restore(services: SessionServices, { record, version }: Versioned): Promise<Session> {
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
    client.loggedIn = true;
    session.protocol = record.protocol;
    session.current = 'waiting_for_reconnecting';
    await services.manager.add(client);
    for (const roomId of Object.keys(record.logs)) {
      if (roomId !== 'direct') await services.entrance.comeBack(client, roomId);
    }
    // What the client has seen is of the logs as they were.
    for (const [log, position] of Object.entries(record.logs)) {
      if (client.positions.has(log)) client.positions.set(log, position);
    }
    // Not before: what is kept must not forget where it was.
    session.kept = { ...record, version };
    session.wait();
    return session;
  }

  /** Where the server runs open, what was shown was looked at already: who showed nothing good is a guest. */
  private get shown(): string | undefined {
    return this.services.identities.open ? undefined : this.endpoint.shown;
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
    return this.kept !== undefined;
  }

  /** @throws Refusal conflict where that cannot happen now */
  step(event: SessionEvent): void {
    const next = transitions[this.current][event];
    if (!next) throw new Refusal('conflict', `a client that is ${this.current} cannot do that`);
    this.current = next;
  }

  /** The connection that this new session begins with. */
  begin(link: Link): void {
    this.link = link;
  }

  /** Whether this is the link that the client speaks through at present. */
  isSpokenBy(link: Link): boolean {
    return this.link === link;
  }

  /** @throws Refusal conflict where it has no connection */
  get speaksBy(): Link {
    if (!this.link) throw new Refusal('conflict', 'this client has no connection');
    return this.link;
  }

  /** Lets go of its timer once all is kept: the server stops, and the next one may go on with the client. */
  async forget(): Promise<void> {
    clearTimeout(this.timer);
    if (this.client.moveOn()) void this.save();
    await this.changes;
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

  /** The client has said something on its present connection: it has the answer to its relogin. */
  heard(link: Link): void {
    if (this.kept?.former?.until === undefined || link !== this.link) return;
    this.kept.former = undefined;
    void this.save();
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
      if (identity.user.id !== before.user.id && [...client.rooms.keys()].some(isClassroom)) {
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
      const ticket = await this.allowReturn(reconnection);
      this.step('accept');
      client.loggedIn = true;
      return this.loginData(roomId, ticket);
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

  /** Goes on as this client, on another link. @throws Refusal */
  resume(link: Link, ticketId: string): Promise<string> {
    return this.exclusively(async () => {
      const { services, client } = this;
      const { kept } = this;
      if (this.current === 'left')
        throw new Refusal('not-found', 'there is no such client any more; log in anew');
      checkTicket(kept, ticketId);
      services.entrance.checkAgain(client.identity);
      const next = services.tickets.newId();
      const former = { ticketId, until: Date.now() + FORMER_TICKET };
      await this.write({ ...kept, generation: kept.generation + 1, ticketId: next, former });
      this.step('resume');
      clearTimeout(this.timer);
      const old = this.link;
      this.link = link;
      link.session = this;
      client.connection = link.connection;
      client.hold();
      old?.connection.close('replaced');
      return services.tickets.write({ participantId: client.id, ticketId: next });
    });
  }

  /** A new ticket instead of the present one. @throws Refusal */
  refreshTicket(): Promise<string> {
    return this.exclusively(async () => {
      const { services, client, kept } = this;
      if (this.state !== 'connected') throw new Refusal('login-required', 'log in first');
      if (!kept) throw new Refusal('forbidden', 'reconnection is not allowed for this client');
      const ticketId = services.tickets.newId();
      await this.write({ ...kept, ticketId, former: { ticketId: kept.ticketId } });
      return services.tickets.write({ participantId: client.id, ticketId });
    });
  }

  /**
   * The connection of this link is gone. A link that another one took the place of changes nothing.
   * @param onPurpose the client went, and does not wait to come back
   */
  async lost(link: Link, onPurpose: boolean): Promise<void> {
    if (this.link !== link) return;
    this.link = undefined;
    this.client.lose(this.protocol === '1.2');
    if (this.current === 'left') return;
    if (this.current !== 'connected' || !this.mayComeBack || onPurpose) return this.end();
    this.step('lose');
    this.wait();
  }

  /** Leaves for good. */
  async end(): Promise<void> {
    const { services, client } = this;
    if (this.current === 'left') return;
    this.step('end');
    clearTimeout(this.timer);
    await services.manager.remove(client);
    await services.classroom.forget(client);
    // After what is being kept of it: that would bring it back otherwise.
    await this.exclusively(async () => {
      if (this.kept) await services.records.remove(client.id, this.kept.version);
      this.kept = undefined;
    });
    // Until now its ticket found it here, and learned that it has left.
    services.ended(this);
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
    for (const [log, { seq }] of this.client.heads()) {
      const acknowledged = this.client.acknowledged.get(log) ?? 0;
      const mark = this.unacknowledged.get(log);
      if (acknowledged >= seq) this.unacknowledged.delete(log);
      else if (!mark || acknowledged >= mark.seq) this.unacknowledged.set(log, { seq, since: now });
      else if (now - mark.since >= limit) {
        this.unacknowledged.clear();
        this.link.connection.close('too-slow');
        return;
      }
    }
  }

  private wait(): void {
    const { services, client } = this;
    this.timer = setTimeout(() => {
      this.end().catch((error) =>
        services.log.error({ client: client.id, err: error }, 'a client could not be taken out'),
      );
    }, this.kept?.keepTime ?? 0);
    this.timer.unref();
  }

  private async allowReturn(reconnection: Login['reconnection']): Promise<string | undefined> {
    const { services, client } = this;
    const most = services.options.reconnectionTimeout;
    const wished = typeof reconnection === 'object' ? (reconnection.keepTime ?? most) : most;
    const keepTime = Math.min(wished, most) * 1000;
    if (reconnection === false || keepTime === 0) return undefined;
    const ticketId = services.tickets.newId();
    await this.exclusively(() =>
      this.write({ keepTime, generation: 1, ticketId, former: undefined, version: 0 }),
    );
    return services.tickets.write({ participantId: client.id, ticketId });
  }

  private loginData(roomId: string | undefined, ticket: string | undefined): LoginData {
    const { client } = this;
    const { user } = client.identity;
    const room = roomId === undefined ? undefined : client.rooms.get(roomId);
    const role = room?.roleOf(client) ?? client.identity.role;
    const publish = role === 'presenter' || room?.speech === 'everyone';
    return {
      id: client.id,
      user: user.id,
      name: client.username,
      role,
      permission: {
        publish: { audio: publish, video: publish },
        subscribe: { audio: true, video: true },
      },
      ...(room ? { room: { id: room.id, participants: room.participants } } : {}),
      ...(ticket === undefined
        ? {}
        : {
            reconnectionTicket: ticket,
            reconnectionTimeout: (this.kept?.keepTime ?? 0) / 1000,
          }),
    };
  }

  /** Keeps what has changed of the client, for the time after a crash. */
  private save(): Promise<void> {
    if (!this.kept) return Promise.resolve();
    return this.exclusively(async () => {
      if (this.kept && this.current !== 'left') await this.write(this.kept);
    }).catch((error) =>
      this.services.log.error({ client: this.client.id, err: error }, 'a session could not be kept'),
    );
  }

  private async write(next: Kept): Promise<void> {
    const { client, services, protocol } = this;
    const { version, ...kept } = next;
    const record: SessionRecord = {
      ...kept,
      clientId: client.id,
      identity: client.identity,
      username: client.username,
      endpointRoom: client.endpointRoom,
      deltas: client.deltas,
      protocol,
      logs: Object.fromEntries(client.positions),
    };
    const written = await services.records.set(record, version);
    if (written === undefined) throw new Refusal('conflict', 'another connection goes on as this client');
    this.kept = { ...next, version: written };
  }

  private exclusively<T>(change: () => Promise<T>): Promise<T> {
    const done = this.changes.then(change);
    this.changes = done.catch(() => {});
    return done;
  }
}

/**
 * Whether a ticket may be redeemed: the present one, or the one before as long as its successor may not have arrived.
 * @throws Refusal ticket-invalid, or forbidden where reconnection is not allowed
 */
export function checkTicket<T extends Pick<SessionRecord, 'ticketId' | 'former'>>(
  kept: T | undefined,
  ticketId: string,
): asserts kept is T {
  if (!kept) throw new Refusal('forbidden', 'reconnection is not allowed for this client');
  const { former } = kept;
  const isFormer = former?.ticketId === ticketId && Date.now() <= (former.until ?? Number.POSITIVE_INFINITY);
  if (kept.ticketId !== ticketId && !isFormer) {
    throw new ForgedRefusal('ticket-invalid', 'the ticket was used, or replaced by a newer one');
  }
}

const isProtocol = (name: string): name is Protocol => ['legacy', '1.0', '1.1', '1.2'].includes(name);

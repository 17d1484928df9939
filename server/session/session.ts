import type { Login } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import { v4 as uuid } from 'uuid';
import type { Backplane } from '../backplane/backplane.js';
import { type NodeRegistry, singleNode } from '../backplane/node-registry.js';
import { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Classroom } from '../classroom/classroom.js';
import type { Connection } from '../delivery/connection.js';
import { type Identity, isExpired } from '../identity/identity.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { Revocations } from '../identity/revocations.js';
import type { Tickets } from '../identity/tickets.js';
import { Refusal } from '../protocol/errors.js';
import { IdempotentRequests } from '../protocol/idempotent-requests.js';
import type { Result } from '../protocol/outcome.js';
import type { RoomSettingsService } from '../room-settings/room-settings.js';
import { afterRunning, type Deadline } from '../util/running-time.js';
import type { AccessControl } from './access-control.js';
import { AcknowledgementWatchdog } from './acknowledgement-watchdog.js';
import type { Endpoint } from './endpoint.js';
import type { NodeMessenger } from './node-messenger.js';
import { Reconnection } from './reconnection.js';
import type { ReconnectionGrant } from './reconnection-grant.js';
import type { SessionEvents } from './session-events.js';
import type { Protocol, SessionRecords } from './session-records.js';
import { type SessionEvent, type SessionState, transitions } from './session-state.js';
import type { TicketLog } from './ticket-log.js';

/** Services that all sessions of a node share. */
export interface SessionServices {
  options: Options;
  backplane: Backplane;
  nodes: NodeRegistry;
  manager: ChatManager;
  classroom: Classroom;
  identities: IdentityProvider;
  revocations: Revocations;
  access: AccessControl;
  tickets: Tickets;
  records: SessionRecords;
  messenger: NodeMessenger;
  rooms: RoomSettingsService;
  events: SessionEvents;
  /** Called when the session has ended. */
  ended(session: Session): void;
  log: TicketLog & { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

/** A connection as its session sees it. A resumption replaces the connection's first session. */
export interface AttachedConnection {
  readonly endpoint: Endpoint;
  readonly connection: Connection;
  session: Session;
  /** See Endpoint. */
  readonly serial: number;
}

/** Answer to messages of a client whose token has expired. */
export const TOKEN_EXPIRED = 'the token has expired; send a new one by refreshToken, or log in again with it';

/** Time in ms after which removing a client is tried again, for example because Redis could not be reached. */
const RETRY_MS = 1000;

/** A client's session over all its connections, until the client leaves permanently. */
export class Session {
  readonly client: ChatClient;
  protocol: Protocol = 'legacy';
  private recentRequests: IdempotentRequests<Result> | undefined;
  private current: SessionState = 'initialized';
  private attached: AttachedConnection | undefined;
  readonly reconnection: Reconnection;
  /** When the session ends, or the removal of its client is tried again. */
  private deadline: Deadline | undefined;
  private watchdog: AcknowledgementWatchdog | undefined;

  constructor(
    private readonly services: SessionServices,
    readonly endpoint: Endpoint,
    id = endpoint.clientId ?? idOf(endpoint.identity),
  ) {
    this.client = new ChatClient(id, endpoint.identity, endpoint.roomId, endpoint.deltas);
    this.client.setAddress(endpoint.address);
    // An earlier client can have had the same ID.
    if (endpoint.cookie) this.client.requestScope = uuid();
    this.reconnection = new Reconnection(services, this.client, endpoint.recovery?.ticketId, () => {
      this.loseOwnership().catch((error) => this.logError(error, 'could not release a client'));
    });
  }

  private get grant(): ReconnectionGrant | undefined {
    return this.reconnection.grant;
  }

  /** Sets whether the client's library recovers the session. If so, a client that did not have to log in can resume. */
  async setRecoverable(recoverable: boolean): Promise<void> {
    if (!recoverable) this.reconnection.forgetRecoveryTicket();
    else if (this.admitted && !this.grant) await this.grantReconnection(undefined);
  }

  get state(): SessionState {
    return this.current;
  }

  /** Created for the first message, since most clients only receive. */
  get requests(): IdempotentRequests<Result> {
    this.recentRequests ??= new IdempotentRequests();
    return this.recentRequests;
  }

  /** Whether the client must renew its token before it is allowed to do anything else. */
  get expired(): boolean {
    return this.services.options.disconnectExpired && isExpired(this.client.identity);
  }

  /** Whether the client is allowed to do more than log in. */
  get admitted(): boolean {
    if (this.current === 'connected' || this.current === 'kept') return true;
    return this.current === 'initialized' && this.services.identities.open && !this.endpoint.loginAnnounced;
  }

  /** Whether the client can publish to rooms of namespaces that it has not joined. */
  get publishesOpenly(): boolean {
    const { options, identities } = this.services;
    return (
      options.openPublishing || (identities.open && (this.attached ?? this).endpoint.publishesOpenly === true)
    );
  }

  /** @throws Refusal conflict if the event is not allowed in the current state */
  step(event: SessionEvent): void {
    const next = transitions[this.current][event];
    if (!next) throw new Refusal('conflict', `this is not allowed while the session is ${this.current}`);
    this.current = next;
  }

  /** Attaches the first connection of a new session. */
  begin(connection: AttachedConnection): void {
    this.attached = connection;
  }

  /** Returns whether this is the client's current connection. */
  isOn(connection: AttachedConnection): boolean {
    return this.attached === connection;
  }

  /** The client's current connection, if it has one. */
  get attachedConnection(): AttachedConnection | undefined {
    return this.attached;
  }

  /** The client's current connection. @throws Refusal conflict if it has none */
  get connection(): AttachedConnection {
    if (!this.attached) throw new Refusal('conflict', 'the client is not connected');
    return this.attached;
  }

  /** IP address of the client's current connection or, without one, of its first. */
  get address(): string {
    return (this.attached ?? this).endpoint.address;
  }

  /** Whether the client's page was served over https. */
  get secure(): boolean {
    return (this.attached ?? this).endpoint.secure;
  }

  /** Allows the client to resume this session, if it asked for that. Called just before its login is accepted. */
  async grantReconnection(wish: Login['reconnection']): Promise<void> {
    await this.reconnection.allow(wish, this.protocol, this.attached?.serial ?? 0);
  }

  /** Allows a client that has not logged in to resume this session by its cookie. */
  async keep(): Promise<void> {
    const grant = await this.reconnection.grantByCookie(this.protocol, this.attached?.serial ?? 0);
    if (!grant) return;
    // The client can have been removed meanwhile.
    if (this.current !== 'initialized') return void (await grant.revoke());
    this.reconnection.use(grant);
    this.step('keep');
  }

  /** Waits for the client of a restored session to resume it. */
  awaitReturn(grant: ReconnectionGrant): void {
    this.current = 'waiting_for_reconnecting';
    this.reconnection.use(grant);
    this.startReturnTimer();
  }

  /**
   * Resumes this session on another connection: redeems the ticket, and attaches the connection in the same step.
   * @returns the next ticket
   * @throws Refusal if the ticket cannot be redeemed
   */
  async resume(connection: AttachedConnection, ticketId: string): Promise<string> {
    const { grant } = this;
    if (!grant) throw new Refusal('forbidden', 'reconnection is not allowed for this client');
    this.services.access.checkNotExpired(this.client.identity);
    this.services.revocations.check(this.client.identity);
    await grant.redeem(ticketId, connection.serial, () => this.attach(connection));
    return grant.ticket;
  }

  private attach(connection: AttachedConnection): void {
    const { client } = this;
    this.step(this.grant?.byCookie ? 'return' : 'resume');
    this.deadline?.cancel();
    const former = this.attached;
    this.attached = connection;
    this.watchdog = undefined;
    // The connection's first client loses it now, no matter how long removing that client takes.
    connection.session.client.connection = undefined;
    connection.session = this;
    client.connection = connection.connection;
    client.setAddress(connection.endpoint.address);
    client.pauseDelivery();
    // Its page can be another one, which does not know the client's ID yet.
    if (this.grant?.byCookie) client.hasSpoken = false;
    former?.connection.close('replaced');
  }

  /**
   * Called for a message that clients only send after the reply to their relogin. It proves that the reply, which
   * contains the next ticket, has arrived.
   */
  confirmResumed(): void {
    this.grant?.dropFormerTicket();
  }

  /** Called when messages for the client are missing, before that is reported. */
  async saveGap(): Promise<void> {
    this.grant?.replaceReusableTicket();
    await this.save();
  }

  /** Returns the current ticket with a new lifetime. @throws Refusal if the client is not allowed to resume */
  async refreshTicket(): Promise<string> {
    if (this.state !== 'connected') throw new Refusal('login-required', 'log in first');
    if (this.expired) throw new Refusal('login-required', TOKEN_EXPIRED);
    if (!this.grant) throw new Refusal('forbidden', 'reconnection is not allowed for this client');
    await this.grant.refresh();
    return this.grant.ticket;
  }

  /** Saves the client's changes in its record. Resolves when they are saved. */
  async save(): Promise<void> {
    this.grant?.save();
    await this.grant?.flushed();
  }

  /** Saves all changes and stops the timer. Called when the server stops. The next one can restore the session. */
  async suspend(): Promise<void> {
    this.deadline?.cancel();
    if (this.client.advanceToAcknowledged()) this.grant?.save();
    await this.grant?.flushed();
  }

  /**
   * Called when a connection is closed. Connections that were replaced are ignored.
   * @param onPurpose whether the client left on purpose and will not resume
   */
  async lost(connection: AttachedConnection, onPurpose: boolean): Promise<void> {
    if (this.attached !== connection) return;
    this.attached = undefined;
    // The connection can be lost before it is open.
    const reports = this.client.connection?.reportsPositions ?? false;
    this.client.disconnected(this.protocol === '1.2' || reports);
    if (this.current === 'left') return;
    if (!transitions[this.current].lose || !this.grant || onPurpose) return this.end();
    this.step('lose');
    this.startReturnTimer();
    // The client may resume on another node, which must know what it has received.
    if (this.services.nodes !== singleNode && this.client.advanceToAcknowledged()) this.grant.save();
  }

  /** Leaves permanently. */
  async end(): Promise<void> {
    if (this.current === 'left') return;
    this.step('end');
    this.deadline?.cancel();
    await this.leave();
  }

  /** Removes the client and asks it not to reconnect. */
  async drop(reason: string, code: 'dropped' | 'revoked' = 'dropped'): Promise<void> {
    const { attached, client } = this;
    client.tell('drop', { reason });
    await this.end();
    attached?.connection.close(code);
  }

  /** Removes a client whose user or token has been revoked. */
  revoked(): void {
    this.drop('your access has been revoked', 'revoked').catch((error) =>
      this.logError(error, 'could not remove a client'),
    );
  }

  /** Ends the session of a client that has not renewed its token in time. The client can log in with a new one. */
  checkExpired(now: number): void {
    const { options } = this.services;
    const { attached } = this;
    if (!attached || this.current !== 'connected' || !options.disconnectExpired) return;
    if (!isExpired(this.client.identity, now - options.loginTimeout * 1000)) return;
    this.end().then(
      () => attached.connection.close('token-expired'),
      (error) => this.logError(error, 'could not remove a client'),
    );
  }

  /** Keeps the record of a client that cannot renew its ticket. @param lifetime lifetime in ms of a record */
  keepRecord(now: number, lifetime: number): void {
    const { grant, attached } = this;
    if (attached && grant?.reusableTicketId !== undefined) grant.refreshAfter(lifetime / 2, now);
  }

  /** Releases this session if another node has taken it over. Returns whether one has. */
  async releaseIfElsewhere(): Promise<boolean> {
    const record = this.grant && (await this.services.records.ownedElsewhere(this.client.id));
    if (!record) return false;
    // If no later connection has resumed the session, the client is still connected here: this node was considered dead.
    const isResumed = this.attached !== undefined && record.latest > this.attached.serial;
    await this.detach(isResumed ? 'replaced' : 'behind');
    return true;
  }

  /** Releases this session, whose record cannot be written by this node any more. */
  private async loseOwnership(): Promise<void> {
    // If no other node has the record, it has been removed. The client reconnects, and logs in again.
    if (!(await this.releaseIfElsewhere())) await this.detach('behind');
  }

  /** Releases a session that another node has taken over. The client does not leave its rooms. */
  async detach(why: 'replaced' | 'behind'): Promise<void> {
    if (this.current === 'left') return;
    this.step('end');
    this.deadline?.cancel();
    await this.release(why);
  }

  /** Disconnects the client if it has acknowledged none of the sent messages for longer than a limit in ms. */
  checkAcknowledged(now: number, limit: number): void {
    if (this.protocol !== '1.2' || !this.attached || this.attached.connection.reportsPositions) return;
    // Not missing are acknowledgments that the server has not read yet, or of messages that it has not sent yet.
    if (!this.attached.connection.reading || this.client.deliveryPaused) {
      this.watchdog = undefined;
      return;
    }
    this.watchdog ??= new AcknowledgementWatchdog();
    if (this.watchdog.isOverdue(this.client, now, limit)) this.attached.connection.close('too-slow');
  }

  private async release(why: 'replaced' | 'behind'): Promise<void> {
    const { services, client, attached } = this;
    this.grant?.handOff();
    client.persister = undefined;
    this.attached = undefined;
    attached?.connection.close(why);
    services.classroom.detach(client);
    services.ended(this);
    await services.manager.handOff(client);
  }

  /** Removes the client from its rooms and ends the session. */
  private async leave(): Promise<void> {
    const { services, client, grant } = this;
    if (!services.backplane.reachable) return this.leaveLater();
    const shared = services.nodes !== singleNode;
    try {
      if (shared && (await grant?.revoke()) === false) return await this.release('replaced');
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unavailable') return this.leaveLater();
      throw error;
    }
    await services.manager.remove(client);
    await services.classroom.forget(client);
    if (!shared) await grant?.revoke();
    // Until now, a relogin with the ticket finds the session here and is refused because it has ended.
    services.ended(this);
  }

  private leaveLater(): void {
    this.deadline = afterRunning(RETRY_MS, () => {
      this.leave().catch((error) => this.logError(error, 'could not remove a client'));
    }).unref();
  }

  private startReturnTimer(): void {
    this.deadline = afterRunning(this.grant?.keepTime ?? 0, () => {
      this.end().catch((error) => this.logError(error, 'could not remove a client'));
    }).unref();
  }

  private logError(err: unknown, text: string): void {
    this.services.log.error({ client: this.client.id, err }, text);
  }
}

/** Returns the ID of a new client. That of an ephemeral guest is its user ID. */
const idOf = ({ ephemeral, user }: Identity): string => (ephemeral ? user.id : uuid());

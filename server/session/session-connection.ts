import type { Welcome } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import type { ChatClient } from '../chat/chat-client.js';
import type { Connection, Recovered, RecoveryListener, RecoveryRequest } from '../delivery/connection.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { Ticket } from '../identity/tickets.js';
import type { AccountLimits } from '../protocol/account-limits.js';
import { isUnordered, type MessageEntry } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { IdempotentRequests } from '../protocol/idempotent-requests.js';
import { RefusalCount } from '../protocol/limits.js';
import type { Result } from '../protocol/outcome.js';
import type { Receiver, Speaker } from '../protocol/router.js';
import { logTag } from '../util/log-tag.js';
import { afterRunning, type Deadline } from '../util/running-time.js';
import type { Endpoint } from './endpoint.js';
import type { Heartbeat, HeartbeatTarget } from './heartbeat.js';
import { type AttachedConnection, type Session, TOKEN_EXPIRED } from './session.js';
import type { SessionEvents } from './session-events.js';

/**
 * Close code of a client that leaves on purpose. Browsers close with 1001 when a page goes away, also when it is only
 * reloaded: then the session can be resumed, and a client that leaves for good sends `bye` before.
 */
const CLOSED_ON_PURPOSE = 1000;

/** Other close codes with which older pages leave on purpose: the page goes away, or closes without a code. */
const CLOSED_BY_PAGE: ReadonlySet<number> = new Set([1001, 1005]);

/** Message types that are allowed before the login. */
const isForAnybody = ({ family, type }: MessageEntry): boolean =>
  family === 'session' || type === 'ping' || type === 'pong' || type === 'bye';

/** Services that all connections share. */
export interface SessionConnectionServices {
  options: Options;
  limits: AccountLimits;
  router: Receiver<ChatClient>;
  /** Admits the client of a new session, if it does not need to log in or sent its token with the upgrade request. */
  admit(session: Session): Promise<void>;
  /** Resumes the session of a ticket on the connection of a new client. Resolves with undefined if that is refused. */
  recover(newcomer: Session, shown: RecoveryRequest): Promise<Recovered | undefined>;
  /** Resumes the session of a client that has shown its cookie. Returns false if that is not possible any more. */
  resumeByCookie(connection: AttachedConnection, ticket: Ticket, welcome: () => Welcome): Promise<boolean>;
  heartbeat: Heartbeat;
  identities: Pick<IdentityProvider, 'open'>;
  events: Pick<SessionEvents, 'connectionClosed'>;
  /** Called when a connection is closed, after its session was notified. */
  closed(connection: SessionConnection): void;
  log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

/** A socket and the session that uses it. When a client resumes, its earlier session replaces the new one. */
export class SessionConnection
  implements RecoveryListener, HeartbeatTarget, Speaker<ChatClient>, AttachedConnection
{
  private refusalCount: RefusalCount | undefined;
  private readonly startedAt = performance.now();
  private live: Connection | undefined;
  private loginDeadline: Deadline | undefined;
  private messages = 0;
  /** Whether the client has sent something other than an answer to the server's pings. */
  private hasSpoken = false;
  /** Whether the client was admitted, or told to log in. */
  private isReady = false;

  constructor(
    private readonly services: SessionConnectionServices,
    readonly endpoint: Endpoint,
    /** The session that uses this connection. A relogin replaces it. */
    public session: Session,
  ) {}

  get serial(): number {
    return this.endpoint.serial;
  }

  /** Not of the user: a program that misbehaves must not disconnect the user's other tabs. */
  get refusals(): RefusalCount {
    const { refusals, refusalsWindow } = this.services.options;
    this.refusalCount ??= new RefusalCount(refusals, refusalsWindow * 1000);
    return this.refusalCount;
  }

  get connection(): Connection {
    if (!this.live) throw new Error('the connection is not open yet');
    return this.live;
  }

  get client(): ChatClient {
    return this.session.client;
  }

  get admitted(): boolean {
    return this.session.admitted;
  }

  get requests(): IdempotentRequests<Result> {
    return this.session.requests;
  }

  admit(entry: MessageEntry): void {
    const { session } = this;
    if (entry.type !== 'pong') this.hasSpoken = true;
    this.services.limits.take(session.client.account, entry.rate, performance.now(), entry.ownRate);
    // Clients also send these types while they wait for the reply to their relogin.
    if (isForAnybody(entry)) return;
    if (!session.admitted) throw new Refusal('login-required', 'log in first');
    if (session.expired) throw new Refusal('login-required', TOKEN_EXPIRED);
    if (entry.reply !== undefined) this.services.limits.checkAnswers(session.client.account);
    session.confirmResumed();
  }

  answered(bytes: number): void {
    this.services.limits.answered(this.client.account, bytes);
  }

  /** Greets the client, and joins the endpoint's room if the client does not need to log in first. Never rejects. */
  async opened(connection: Connection): Promise<void> {
    const { services } = this;
    this.live = connection;
    this.client.connection = connection;
    if (!connection.detectsSilence) services.heartbeat.add(this);
    try {
      const ticket = this.endpoint.cookie?.ticket;
      const resumed = ticket && (await services.resumeByCookie(this, ticket, () => this.welcome()));
      if (!resumed) {
        this.client.tell('welcome', this.welcome());
        await services.admit(this.session);
      }
    } catch (error) {
      services.log.error({ client: this.client.id, err: error }, 'could not admit a client');
      connection.close('internal');
    }
    this.isReady = true;
    if (!this.session.admitted) this.awaitLogin();
  }

  async recover(connection: Connection, shown: RecoveryRequest): Promise<Recovered | undefined> {
    this.live = connection;
    this.client.connection = connection;
    const recovered = await this.services.recover(this.session, shown);
    if (recovered) this.isReady = true;
    return recovered;
  }

  setRecoverable(recoverable: boolean): Promise<void> {
    return this.session.setRecoverable(recoverable).catch((err) => {
      this.services.log.error({ client: this.client.id, err }, 'could not make a session recoverable');
    });
  }

  get recoveryTicket(): string | undefined {
    return this.session.reconnection.recoveryTicket;
  }

  private awaitLogin(): void {
    this.loginDeadline = afterRunning(this.services.options.loginTimeout * 1000, () => {
      // The time that the server needs for an answer must not count as silence of the client.
      if (this.session.state === 'connecting') this.awaitLogin();
      else if (!this.session.admitted) this.connection.close('login-timeout');
    }).unref();
  }

  isUnordered(text: string): boolean {
    // Before that, it is open whose limits apply, and a client takes the answer to a ping as a sign that it was admitted.
    return this.isReady && this.session.admitted && isUnordered(text);
  }

  receive(text: string, bytes: number): Promise<void> | undefined {
    // Messages that arrive on an older connection of the client are ignored.
    if (!this.session.isOn(this)) return undefined;
    this.messages++;
    const handled = this.services.router.receive(this, text, bytes);
    return this.client.hasSpoken ? handled : this.afterFirst(handled);
  }

  /** Sends the members of its room to a client that has not received them while it was silent, after its first reply. */
  private async afterFirst(handled: Promise<void> | undefined): Promise<void> {
    await handled;
    if (this.hasSpoken && this.session.isOn(this) && !this.client.hasSpoken) this.client.spoke();
  }

  async closed(code: number): Promise<void> {
    const { services, client } = this;
    const { roomId } = this.endpoint;
    this.loginDeadline?.cancel();
    services.heartbeat.remove(this);
    services.events.connectionClosed(code);
    const seconds = Math.round((performance.now() - this.startedAt) / 100) / 10;
    services.log.info(
      {
        client: client.id,
        room: roomId && logTag(roomId),
        transport: this.live?.transport,
        seconds,
        messages: this.messages,
        code,
      },
      'connection closed',
    );
    try {
      const onPurpose =
        code === CLOSED_ON_PURPOSE || (this.endpoint.cookie !== undefined && CLOSED_BY_PAGE.has(code));
      await this.session.lost(this, onPurpose);
    } catch (error) {
      services.log.error({ client: client.id, err: error }, 'could not remove a client');
    }
    services.closed(this);
  }

  sendPing(): void {
    this.client.roundTrip.asked();
    this.client.tell('ping', Date.now());
  }

  private welcome(): Welcome {
    const { services, endpoint, client } = this;
    const { options } = services;
    const { rates } = services.limits;
    const rate = ({ perSecond, burst }: { perSecond: number; burst: number }) => ({
      per_second: perSecond,
      burst,
    });
    const { user, token } = client.identity;
    return {
      id: client.id,
      ...(endpoint.roomId === undefined ? {} : { room_id: endpoint.roomId }),
      user,
      ...(token === undefined ? {} : { token }),
      login: services.identities.open ? 'optional' : 'required',
      protocol: '1.0',
      heartbeat_ms: options.heartbeatInterval * 1000,
      limits: {
        message_bytes: options.messageBytes,
        connection_bytes: options.connectionBytes,
        depth: options.depth,
        rates: { signaling: rate(rates.signaling), chat: rate(rates.chat), other: rate(rates.other) },
      },
    };
  }
}

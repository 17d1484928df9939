import type { Welcome } from 'lectern-protocol';
import type { Options } from 'lectern-protocol/options';
import type { ChatClient } from '../chat/chat-client.js';
import type { Connection, ConnectionListener } from '../delivery/connection.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { MessageEntry } from '../protocol/codec.js';
import { Refusal } from '../protocol/errors.js';
import type { IdempotentRequests } from '../protocol/idempotent-requests.js';
import type { Rates, RefusalCount } from '../protocol/limits.js';
import type { Result } from '../protocol/outcome.js';
import type { Receiver, Speaker } from '../protocol/router.js';
import type { Endpoint } from './endpoint.js';
import type { Heartbeat, HeartbeatTarget } from './heartbeat.js';
import type { AttachedConnection, Session } from './session.js';

/** Close codes of a client that goes on purpose: it closed the connection, or its page was closed. */
const CLOSED_ON_PURPOSE: ReadonlySet<number> = new Set([1000, 1001]);

/** What a client may do before its login: log in, and show that it lives. */
const isForAnybody = ({ family, type }: MessageEntry): boolean =>
  family === 'session' || type === 'ping' || type === 'pong' || type === 'bye';

/** What all connections of clients share. */
export interface SessionConnectionServices {
  options: Options;
  rates: Rates;
  router: Receiver<ChatClient>;
  /** Admits the client of a new session, if it need not log in or its token came with the upgrade. */
  admit(session: Session): Promise<void>;
  heartbeat: Heartbeat;
  identities: Pick<IdentityProvider, 'open'>;
  /** A connection is closed, and its session has heard of it. */
  closed(connection: SessionConnection): void;
  log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

/** One socket and the session that speaks through it: another one once the socket goes on as an earlier client. */
export class SessionConnection
  implements ConnectionListener, HeartbeatTarget, Speaker<ChatClient>, AttachedConnection
{
  private readonly startedAt = performance.now();
  private live: Connection | undefined;
  private loginTimer: NodeJS.Timeout | undefined;
  private messages = 0;

  constructor(
    private readonly services: SessionConnectionServices,
    readonly endpoint: Endpoint,
    /** The session that speaks; a relogin puts another here. */
    public session: Session,
    /** When it was made, by the clock of all nodes: of two connections the later one has the greater. */
    readonly serial: number,
  ) {}

  get connection(): Connection {
    if (!this.live) throw new Error('a client has no connection before it is opened');
    return this.live;
  }

  get client(): ChatClient {
    return this.session.client;
  }

  get refusals(): RefusalCount {
    return this.session.messageState.refusals;
  }

  get requests(): IdempotentRequests<Result> {
    return this.session.messageState.requests;
  }

  admit(entry: MessageEntry): void {
    const { session } = this;
    session.messageState.rateLimit.take(entry.rate, performance.now());
    // A client that waits for the answer to its relogin sends these too.
    if (isForAnybody(entry)) return;
    if (!session.admitted) throw new Refusal('login-required', 'log in first');
    session.confirmResumed();
  }

  /** Welcomes the client and takes it into the room of its endpoint, where it need not log in first. Never rejects. */
  async opened(connection: Connection): Promise<void> {
    const { services } = this;
    this.live = connection;
    this.client.connection = connection;
    services.heartbeat.add(this);
    this.client.tell('welcome', this.welcome());
    try {
      await services.admit(this.session);
    } catch (error) {
      services.log.error({ client: this.client.id, err: error }, 'a client could not be taken in');
      connection.close('internal');
    }
    if (!this.session.admitted) this.awaitLogin();
  }

  private awaitLogin(): void {
    this.loginTimer = setTimeout(() => {
      // How long an answer takes is not the client's doing.
      if (this.session.state === 'connecting') this.awaitLogin();
      else if (!this.session.admitted) this.connection.close('login-timeout');
    }, this.services.options.loginTimeout * 1000).unref();
  }

  receive(text: string, bytes: number): Promise<void> | undefined {
    // What an older connection of the client still had to say changes nothing.
    if (!this.session.isOn(this)) return undefined;
    this.messages++;
    return this.services.router.receive(this, text, bytes);
  }

  async closed(code: number, reason: string): Promise<void> {
    const { services, client, endpoint } = this;
    clearTimeout(this.loginTimer);
    services.heartbeat.remove(this);
    const seconds = Math.round((performance.now() - this.startedAt) / 100) / 10;
    services.log.info(
      { client: client.id, room: endpoint.roomId, seconds, messages: this.messages, code, reason },
      'connection closed',
    );
    try {
      await this.session.lost(this, CLOSED_ON_PURPOSE.has(code));
    } catch (error) {
      services.log.error({ client: client.id, err: error }, 'a client could not be taken out');
    }
    services.closed(this);
  }

  sendPing(): void {
    this.client.tell('ping', Date.now());
  }

  private welcome(): Welcome {
    const { services, endpoint, client } = this;
    const { options, rates } = services;
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

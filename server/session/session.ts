import { v4 as uuid } from 'uuid';
import type { Welcome } from '../../schemas/generated/messages.js';
import type { Options } from '../../schemas/generated/options.js';
import { ChatClient } from '../chat/chat-client.js';
import type { ChatManager } from '../chat/chat-manager.js';
import type { Classroom } from '../classroom/classroom.js';
import type { Router, Speaker } from '../protocol/router.js';
import type { Connection, ConnectionListener } from '../socket/connection.js';
import type { Beating, Heartbeat } from '../socket/heartbeat.js';
import { RateLimit, type Rates, RefusalCount } from '../socket/limits.js';
import type { Identity } from './identity.js';

/** What every session of a server shares. */
export interface SessionServices {
  options: Options;
  rates: Rates;
  manager: ChatManager;
  classroom: Classroom;
  router: Router;
  heartbeat: Heartbeat;
  /** The session is over. */
  ended(session: Session): void;
  log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

export interface Endpoint {
  /** The room that the endpoint names, if any. */
  roomId: string | undefined;
  /** Changes of membership one by one. */
  deltas: boolean;
  identity: Identity;
}

/** The life of one client on its connection, from welcome to leaving. */
export class Session implements ConnectionListener, Beating, Speaker {
  readonly client: ChatClient;
  readonly rateLimit: RateLimit;
  readonly refusals: RefusalCount;
  private readonly startedAt = performance.now();
  private live: Connection | undefined;
  private messages = 0;

  constructor(
    private readonly services: SessionServices,
    private readonly endpoint: Endpoint,
  ) {
    const { options, rates } = services;
    this.client = new ChatClient(uuid(), endpoint.identity.user, endpoint.roomId, endpoint.deltas);
    this.rateLimit = new RateLimit(rates, this.startedAt);
    this.refusals = new RefusalCount(options.refusals, options.refusalsWindow * 1000);
  }

  get connection(): Connection {
    if (!this.live) throw new Error('a session has no connection before it is opened');
    return this.live;
  }

  /** Welcomes the client and takes it into the room of its endpoint. Never rejects. */
  async opened(connection: Connection): Promise<void> {
    const { services, client, endpoint } = this;
    this.live = connection;
    client.connection = connection;
    services.heartbeat.add(this);
    client.tell('welcome', this.welcome());
    try {
      await services.manager.add(client);
      if (endpoint.roomId !== undefined) await services.manager.enter(client, endpoint.roomId);
    } catch (error) {
      services.log.error({ client: client.id, err: error }, 'a client could not be taken in');
      connection.close('internal');
    }
  }

  receive(text: string, bytes: number): Promise<void> | undefined {
    this.messages++;
    return this.services.router.receive(this, text, bytes);
  }

  async closed(code: number, reason: string): Promise<void> {
    const { services, client, endpoint } = this;
    services.heartbeat.remove(this);
    client.connection = undefined;
    const seconds = Math.round((performance.now() - this.startedAt) / 100) / 10;
    services.log.info(
      { client: client.id, room: endpoint.roomId, seconds, messages: this.messages, code, reason },
      'connection closed',
    );
    try {
      await services.manager.remove(client);
      await services.classroom.forget(client);
    } catch (error) {
      services.log.error({ client: client.id, err: error }, 'a client could not be taken out');
    }
    services.ended(this);
  }

  beat(): void {
    this.client.tell('ping', Date.now());
  }

  private welcome(): Welcome {
    const { services, endpoint } = this;
    const { options, rates } = services;
    const rate = ({ perSecond, burst }: { perSecond: number; burst: number }) => ({
      per_second: perSecond,
      burst,
    });
    return {
      id: this.client.id,
      ...(endpoint.roomId === undefined ? {} : { room_id: endpoint.roomId }),
      user: endpoint.identity.user,
      ...(endpoint.identity.token === undefined ? {} : { token: endpoint.identity.token }),
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

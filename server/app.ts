import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { LocalBackplane } from './backplane/local.js';
import { ChatManager } from './chat/chat-manager.js';
import { routes } from './handlers/routes.js';
import { createHttp } from './http/http.js';
import { Metrics } from './http/metrics.js';
import { IceServers } from './ice.js';
import { checkOptions, type Options } from './options.js';
import { Refusal } from './protocol/errors.js';
import { type Observer, Router } from './protocol/router.js';
import { Sessions } from './session/sessions.js';
import { Heartbeat } from './socket/heartbeat.js';
import { ratesOf } from './socket/limits.js';
import { Outbound } from './socket/outbound.js';
import { acceptUpgrades } from './socket/upgrade.js';
import { WebSocketConnection } from './socket/websocket-connection.js';

/**
 * Makes a server that does not listen yet.
 * @param given options that differ from their defaults
 * @param logger where to log instead of standard output; the option logLevel is then the logger's own affair
 * @throws OptionsError naming the option that is wrong
 */
export function createServer(given: Partial<Options> = {}, logger?: Logger): LecternServer {
  const options = checkOptions(given);
  return new LecternServer(options, logger ?? pino({ level: options.logLevel }));
}

/** One node: everything wired together. */
export class LecternServer {
  private readonly backplane = new LocalBackplane();
  private readonly manager = new ChatManager(this.backplane);
  private readonly outbound: Outbound;
  private readonly heartbeat: Heartbeat;
  private readonly metrics: Metrics;
  private readonly sessions: Sessions;
  private http: FastifyInstance | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    readonly options: Options,
    private readonly log: Logger,
  ) {
    this.outbound = new Outbound(options);
    this.heartbeat = new Heartbeat(options.heartbeatInterval, options.heartbeatTimeout);
    this.metrics = new Metrics({
      connections: () => this.sessions.size,
      rooms: () => this.manager.rooms.size,
      queues: () => this.outbound.queues(),
    });
    const { manager, heartbeat } = this;
    const context = { manager, ice: new IceServers(options), log };
    const router = new Router(routes, context, options, this.observer());
    this.sessions = new Sessions({ options, rates: ratesOf(options), manager, router, heartbeat, log });
  }

  /** Where the server listens, such as `http://127.0.0.1:8080`. */
  get url(): string {
    if (!this.http) throw new Error('the server has no address before it listens');
    const { family, address, port } = this.http.server.address() as AddressInfo;
    const anywhere = address === '0.0.0.0' || address === '::';
    const host = anywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
    return `http://${host}:${port}`;
  }

  /** Starts to listen, and answers where. Rejects with the system's error where the address is taken or not allowed. */
  async listen(): Promise<string> {
    const { options, metrics } = this;
    const http = await createHttp({ options, metrics, ready: () => !this.closing });
    this.http = http;
    http.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) this.log.error({ err: error }, 'a request failed');
      reply
        .code(status)
        .send({ message: status >= 500 ? 'the server failed; its log says why' : error.message });
    });
    acceptUpgrades(http.server, {
      options,
      draining: () => this.closing !== undefined,
      refused: (status, why) => this.log.info({ status, why }, 'upgrade refused'),
      connected: (webSocket, socket, endpoint) => {
        new WebSocketConnection(webSocket, socket, this.outbound, metrics, this.sessions.create(endpoint));
      },
    });
    await http.listen({ host: options.host, port: options.port });
    return this.url;
  }

  /**
   * Goes down: takes no new connections, tells every client to come back within `spread` seconds, each at
   * another moment, and resolves when all is closed, within the option `shutdownTimeout`.
   */
  close({ spread = this.options.shutdownSpread }: { spread?: number } = {}): Promise<void> {
    this.closing ??= this.drain(spread);
    return this.closing;
  }

  private async drain(spread: number): Promise<void> {
    await this.sessions.drain(spread, this.options.shutdownTimeout);
    this.heartbeat.close();
    this.outbound.close();
    this.metrics.close();
    await this.http?.close();
    await this.backplane.close();
  }

  private observer(): Observer {
    const { metrics, log } = this;
    return {
      handled: (type) => metrics.handled(type),
      refused(client, type, error) {
        const code = error instanceof Refusal ? error.code : 'internal';
        metrics.refused(type, code);
        if (code === 'internal') log.error({ client: client.id, type, err: error }, 'a message failed');
        else log.info({ client: client.id, type, code }, 'message refused');
      },
    };
  }
}

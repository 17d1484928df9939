import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import type { Registry } from 'prom-client';
import { roomLog } from './backplane/backplane.js';
import { endHandover, handOver, takeOver } from './backplane/handover.js';
import type { LocalBackplane } from './backplane/local.js';
import type { Survivor } from './backplane/nodes.js';
import { openShared, type Shared } from './backplane/open.js';
import { ChatManager } from './chat/chat-manager.js';
import { LobbyMembership } from './chat/lobby-membership.js';
import { Classroom } from './classroom/classroom.js';
import { routes } from './handlers/routes.js';
import { createHttp } from './http/http.js';
import { Metrics } from './http/metrics.js';
import { IceServers } from './ice.js';
import { Namespaces } from './namespaces/namespaces.js';
import { checkOptions, type Options } from './options.js';
import { Programmes } from './programme/programmes.js';
import { Refusal } from './protocol/errors.js';
import { type Observer, Router } from './protocol/router.js';
import { Passwords } from './rooms/passwords.js';
import { Rooms } from './rooms/rooms.js';
import { Entrance } from './session/entrance.js';
import { Identities } from './session/identity.js';
import { Peers } from './session/peers.js';
import { SESSIONS, SessionRecords } from './session/records.js';
import { serverSecret } from './session/secret.js';
import { Sessions } from './session/sessions.js';
import { Throttle } from './session/throttle.js';
import { Tickets } from './session/tickets.js';
import { needsTokens, Tokens } from './session/tokens.js';
import { Heartbeat } from './socket/heartbeat.js';
import { Kernel } from './socket/kernel.js';
import { ratesOf } from './socket/limits.js';
import { Outbound } from './socket/outbound.js';
import { Turn } from './socket/turn.js';
import { acceptUpgrades } from './socket/upgrade.js';
import { WebSocketConnection } from './socket/websocket-connection.js';
import { openStore } from './store/open.js';
import type { Store } from './store/store.js';
import { Certificate } from './tls/certificate.js';
import { createTranslator, type Translator } from './translation/translator.js';

/**
 * Makes a server that does not listen yet.
 * @param given options that differ from their defaults
 * @param logger where to log instead of standard output; the option logLevel is then the logger's own affair
 * @throws OptionsError naming the option that is wrong
 */
export function createServer(given: Partial<Options> = {}, logger?: Logger): LecternServer {
  const options = checkOptions(given);
  const log = logger ?? pino({ level: options.logLevel });
  return new LecternServer(options, log);
}

const OPEN_MODE =
  'open mode: anyone may enter and names are not checked; set tokenSecret or jwks to let in only who has a token';

const ANEW = 'clients will fetch their state anew';

/** What a server has while it runs. */
interface Running {
  http: FastifyInstance;
  certificate: Certificate | undefined;
  metrics: Metrics;
  shared: Shared;
  sessions: Sessions;
  /** Lets go of everything. `quiet` is called when nothing happens any more, and nobody else can listen here yet. */
  stop(quiet?: () => Promise<void>): Promise<void>;
}

/** One node: everything wired together. */
export class LecternServer {
  private readonly translator: Translator;
  /** What /metrics answers instead of this server's own metrics, where several share its port. */
  metricsOfAll: (() => Promise<string>) | undefined;
  private running: Running | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    readonly options: Options,
    private readonly log: Logger,
  ) {
    this.translator = createTranslator(options, {
      onOutcome: (provider, outcome, reason) => {
        this.running?.metrics.translated(provider, outcome);
        if (reason) log.warn({ provider, outcome, reason }, 'a text was not translated');
      },
    });
  }

  /** Where the server listens, such as `http://127.0.0.1:8080`. */
  get url(): string {
    if (!this.running) throw new Error('the server has no address before it listens');
    const { family, address, port } = this.running.http.server.address() as AddressInfo;
    const anywhere = address === '0.0.0.0' || address === '::';
    const host = anywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
    return `${this.running.certificate ? 'https' : 'http'}://${host}:${port}`;
  }

  /** The metrics of this server, once it listens. */
  get registry(): Registry | undefined {
    return this.running?.metrics.registry;
  }

  /**
   * What the server shows at a TLS handshake: its SHA-256 as `AB:CD:…`, and whether the server made it for itself.
   * Undefined without TLS.
   */
  get certificate(): Pick<Certificate, 'fingerprint' | 'selfSigned'> | undefined {
    return this.running?.certificate;
  }

  /**
   * Reads the certificate and its key again; connections go on as they are. Where the new ones are of no use the log
   * says why and the old ones stay. Does nothing without TLS. Never rejects.
   */
  async reloadCertificate(): Promise<void> {
    await this.running?.certificate?.reload();
  }

  /**
   * Opens the database, starts to listen, and answers where. Rejects with a StoreError where the database cannot be
   * opened, an OptionsError where its secret cannot be kept, its certificate cannot be used or its Redis cannot be
   * reached, and the system's error where the address is taken or not allowed.
   */
  async listen(): Promise<string> {
    const { options } = this;
    const store = await openStore(
      options.database === '' ? { data: options.data } : { database: options.database },
    );
    let shared: Shared | undefined;
    try {
      const secret = await serverSecret(options, store);
      shared = await openShared(options, this.log, (seconds) => this.running?.metrics.redisAnswered(seconds));
      this.running = await this.start(store, shared, secret);
    } catch (error) {
      await shared?.close();
      await store.close();
      throw error;
    }
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
    const { running, options, log } = this;
    if (!running) return;
    // New connections are for the others. Alone, it holds the port until it has left all to the next server.
    if (running.shared.redis) running.http.server.close();
    await running.sessions.drain(spread, options.shutdownTimeout);
    await running.stop(async () => {
      const { local } = running.shared;
      if (!local) return;
      // Before the port is free: whoever takes it finds what is left.
      await handOver(local, options.data).catch((error) =>
        log.error({ err: error }, `the logs could not be left for the next server; ${ANEW}`),
      );
    });
  }

  private async start(store: Store, shared: Shared, secret: string): Promise<Running> {
    const { options, log, translator } = this;
    const identities = new Identities(secret, needsTokens(options) ? new Tokens(options) : undefined);
    const certificate = await Certificate.open(options, log);
    const { backplane, nodes, clock } = shared;
    const kernel = new Kernel(options.sending);
    const turn = new Turn(kernel);
    const manager = new ChatManager(backplane, turn);
    manager.announceBy('/lobby', (room) => new LobbyMembership(room));
    const namespaces = new Namespaces(manager, backplane);
    const programmes = new Programmes({ backplane, manager, namespaces, options, log });
    const classroom = new Classroom({
      store,
      backplane,
      manager,
      translator,
      clock,
      log,
    });
    const outbound = new Outbound(options);
    const heartbeat = new Heartbeat(options.heartbeatInterval, options.heartbeatTimeout);
    const metrics = new Metrics({
      connections: () => sessions.size,
      rooms: () => manager.rooms.size,
      queues: () => outbound.queues(),
      ...(shared.redis && { redis: shared.redis.backplane }),
    });
    const rooms = new Rooms({
      store,
      backplane,
      manager,
      passwords: new Passwords(),
      sessions: () => sessions,
      log,
    });
    const context = {
      manager,
      classroom,
      rooms,
      namespaces,
      programmes,
      ice: new IceServers(options),
      sessions: () => sessions,
      log,
    };
    const router = new Router(routes, context, options, this.observer(metrics));
    const ticketLifetime = options.ticketLifetime * 1000;
    const throttle = shared.redis ? new Throttle(clock, backplane) : new Throttle();
    const peers = new Peers({ backplane, nodes, sessions: () => sessions, log });
    const entrance = new Entrance({ identities, manager, classroom, rooms, namespaces, store, throttle });
    const records = new SessionRecords({ backplane, nodes, store, log }, ticketLifetime);
    const sessions = new Sessions({
      options,
      rates: ratesOf(options),
      backplane,
      nodes,
      manager,
      classroom,
      router,
      heartbeat,
      identities,
      entrance,
      tickets: new Tickets(secret, ticketLifetime),
      records,
      tell: (node, clientId) => peers.moved(node, clientId),
      clock,
      log,
    });
    const http = await createHttp({
      options,
      certificate,
      metrics: {
        contentType: metrics.registry.contentType,
        text: () => this.metricsOfAll?.() ?? metrics.registry.metrics(),
      },
      entrance,
      rooms,
      namespaces,
      backplane,
      sessions,
      peers,
      log,
      ready: () => this.ready(store, shared),
      closing: () => this.closing !== undefined,
    });
    const connectionServices = { options, outbound, traffic: metrics, turn };
    acceptUpgrades(http.server, {
      options,
      draining: () => this.closing !== undefined,
      refused: (status, why) => log.info({ status, why }, 'upgrade refused'),
      guest: (token, keeps) => identities.guest(token, keeps),
      connected: (webSocket, socket, endpoint) => {
        new WebSocketConnection(connectionServices, webSocket, socket, sessions.create(endpoint));
      },
    });
    let recovery: NodeJS.Timeout | undefined;
    // Whoever was connected before has this long to come back.
    const recoverLater = () => {
      clearTimeout(recovery);
      recovery = setTimeout(() => {
        classroom
          .recover()
          .catch((error) => log.error({ err: error }, 'lectures that a crash left live could not be ended'));
      }, options.reconnectionTimeout * 1000).unref();
    };
    const survivor: Survivor = {
      async inherit(node, clientIds, roomIds) {
        await sessions.expect(clientIds, node);
        // Whoever answers for it brings it back, or takes it out.
        const stays = async (clientId: string) => (await records.get(clientId)) !== undefined;
        for (const roomId of roomIds) {
          for (const { id, userId } of (await shared.redis?.backplane.leaveAll(roomId, node, stays)) ?? []) {
            await manager.afterLeaving({ id, userId }, roomId);
          }
          await shared.redis?.backplane.abandon(roomLog(roomId), node);
          await programmes.goOn(roomId);
        }
      },
      renewed() {
        sessions
          .abandon()
          .then(() => peers.open())
          .catch((error) => log.error({ err: error }, 'not all clients could be let go of'));
        recoverLater();
      },
    };
    const stop = async (quiet?: () => Promise<void>) => {
      clearTimeout(recovery);
      await sessions.close();
      heartbeat.close();
      outbound.close();
      metrics.close();
      certificate?.close();
      await peers.close();
      await classroom.close();
      await quiet?.();
      await http.close();
      await rooms.close();
      programmes.close();
      await shared.close();
      await store.close();
    };
    try {
      for (const each of [rooms, classroom, peers]) await each.open();
      if (shared.local) await this.takeOver(shared.local, http, sessions);
      // Before the first client comes: from now on others go on with them should this node die.
      await shared.redis?.nodes.open(survivor);
      await http.listen({ host: options.host, port: options.port });
      recoverLater();
      log.info({ sending: kernel.way, lack: kernel.lack }, 'how bytes go to many sockets at once');
      if (identities.open) log.warn(OPEN_MODE);
    } catch (error) {
      await stop();
      throw error;
    }
    return { http, certificate, metrics, shared, sessions, stop };
  }

  /** Goes on with what the server before has left. */
  private async takeOver(local: LocalBackplane, http: FastifyInstance, sessions: Sessions): Promise<void> {
    const { data } = this.options;
    await takeOver(local, data).catch((error) =>
      this.log.error({ err: error }, `what the server before has left cannot be read; ${ANEW}`),
    );
    await sessions.expect(local.keys(SESSIONS).map((key) => key.slice(SESSIONS.length)));
    http.server.once('listening', () => endHandover(data));
  }

  /** Whether new connections are welcome and what they may ask for can be kept. */
  private async ready(store: Store, { backplane }: Shared): Promise<boolean> {
    if (this.closing || !backplane.reachable) return false;
    return store.check().then(
      () => true,
      () => false,
    );
  }

  private observer(metrics: Metrics): Observer {
    const { log } = this;
    const verbose = log.isLevelEnabled('debug');
    return {
      handled(client, type) {
        metrics.handled(type);
        if (verbose) log.debug({ client: client.id, type }, 'message handled');
      },
      refused(client, type, error) {
        const code = error instanceof Refusal ? error.code : 'internal';
        metrics.refused(type, code);
        if (code === 'internal') log.error({ client: client.id, type, err: error }, 'a message failed');
        else log.info({ client: client.id, type, code }, 'message refused');
      },
    };
  }
}

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { AnyFamily, PublishedData, ServerData } from 'lectern-protocol';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { startApp } from './app.js';
import type { App } from './app-parts.js';
import { type Cluster, openCluster } from './backplane/open-cluster.js';
import { HookCaller } from './hooks/hook-caller.js';
import type { Hooks } from './hooks/hooks.js';
import { fastifyHost, type Host, plainHost } from './http/attach.js';
import { Metrics } from './http/metrics.js';
import { serverSecret } from './identity/secret.js';
import { checkOptions, type Options, OptionsError } from './options.js';
import { Families } from './protocol/families.js';
import type { ServerSettings } from './server-settings.js';
import type { LiveClient } from './session/live-client.js';
import type { LiveRoom, LiveState, PublishableType } from './session/live-state.js';
import { DataFolderLock } from './store/data-folder-lock.js';
import { finishRestore } from './store/finish-restore.js';
import { openStore } from './store/open-store.js';
import type { Store } from './store/store.js';
import type { Certificate } from './tls/certificate.js';
import { createTranslator } from './translation/create-translator.js';
import type { Translator } from './translation/translator.js';
import { LimitedLog } from './util/limited-log.js';
import { openLog } from './util/open-log.js';
import { openTracing } from './util/open-tracing.js';
import { withCallSpans } from './util/tracing.js';
import { type WebhookTarget, webhookTargets } from './webhooks/webhook-targets.js';

/** The types of families, and the data of one of them. `Own` has one member for each family. */
type TypeIn<Own> = Own extends unknown ? keyof Own & string : never;
type DataIn<Own, T> = Own extends unknown ? (T extends keyof Own ? Own[T] : never) : never;

/**
 * Creates a server that does not listen yet.
 * @param settings options that differ from their defaults, hooks, and message types of the program
 * @param logger used instead of a logger for standard output; the option logLevel is then ignored
 * @throws OptionsError if an option is invalid
 */
export function createServer<const Families extends readonly AnyFamily[] = readonly []>(
  { hooks, families, ...given }: ServerSettings<Families> = {},
  logger?: Logger,
): LecternServer<PublishedData<Families[number]>> {
  const options = checkOptions(given);
  return new LecternServer(options, logger ?? openLog(options), hooks as Hooks, families);
}

/**
 * A Lectern server, which is one node of a cluster or the only one.
 * @template Own the data of the program's own message types, by type
 */
export class LecternServer<Own = never> {
  private readonly metrics = new Metrics();
  private readonly translator: Translator;
  private readonly webhookTargets: WebhookTarget[];
  /** The log of what clients can cause as often as they like. */
  private readonly refusals: LimitedLog;
  /** Returns the response of /metrics instead of this server's own metrics, if several servers share its port. */
  metricsOfAll: (() => Promise<string>) | undefined;
  private app: App | undefined;
  /** Present if this server uses the embedded database. */
  private lock: DataFolderLock | undefined;
  private closing: Promise<void> | undefined;
  /** Present if traces are exported. */
  private flushTraces: (() => Promise<void>) | undefined;

  constructor(
    readonly options: Options,
    private readonly log: Logger,
    private readonly hooks: Hooks = {},
    private readonly families: readonly AnyFamily[] = [],
  ) {
    this.refusals = new LimitedLog(log, options.refusalLogRate);
    this.webhookTargets = webhookTargets(options);
    this.translator = createTranslator(options, {
      onOutcome: (provider, outcome, reason) => {
        this.metrics.translated(provider, outcome);
        if (reason)
          this.refusals.write('warn', 'a text was not translated', { provider, outcome }, { reason });
      },
    });
  }

  /**
   * The URL at which the server listens, for example `http://127.0.0.1:8080`. That of an attached server includes its
   * base path. @throws Error if it does not listen
   */
  get url(): string {
    const place = this.app?.server.address() as AddressInfo | null | undefined;
    if (!this.app || !place) throw new Error('the URL is not available before the server listens');
    const { family, address, port } = place;
    const anywhere = address === '0.0.0.0' || address === '::';
    const host = anywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
    const scheme = this.app.server instanceof TlsServer ? 'https' : 'http';
    return `${scheme}://${host}:${port}${this.app.attached ? this.options.basePath : ''}`;
  }

  /** The metrics of this server; undefined before it listens. */
  get registry(): Registry | undefined {
    return this.app && this.metrics.registry;
  }

  /**
   * The server's TLS certificate: its SHA-256 fingerprint as `AB:CD:…`, and whether the server created it itself.
   * Undefined without TLS.
   */
  get certificate(): Pick<Certificate, 'fingerprint' | 'selfSigned'> | undefined {
    return this.app?.certificate;
  }

  /**
   * Reads the certificate and its key again. Open connections are not affected. If the new files cannot be used, the
   * reason is logged and the old certificate stays in use. Does nothing without TLS. Never rejects.
   */
  async reloadCertificate(): Promise<void> {
    await this.app?.certificate?.reload();
  }

  /**
   * Opens the database, starts to listen, and returns the URL.
   * @throws StoreError if the database cannot be opened, or another server uses the data folder
   * @throws OptionsError if the secret cannot be stored, the certificate cannot be used, Redis cannot be reached, or a
   *   family is invalid
   * @throws Error of the system if the address is in use or not allowed
   */
  async listen(): Promise<string> {
    await this.start();
    this.lock?.listens(this.url);
    return this.url;
  }

  /**
   * Opens the database, and serves everything below the option `basePath` on an HTTP or HTTPS server of the program, or
   * on its Fastify instance before that is ready (`lectern/fastify` is a plugin that also closes this server). The
   * listeners that the program's server has now, or its routes, get all other requests. The program starts and closes its
   * server itself; `close` only detaches this one. The options `host` and `port` have no effect.
   * @throws OptionsError if `basePath` is not set, or options of the certificate are
   * @throws StoreError as `listen` does
   */
  async attach(to: Server | FastifyInstance): Promise<void> {
    const { basePath, https, cert } = this.options;
    if (basePath === '') {
      throw new OptionsError(
        'basePath: is required to attach Lectern to another server, for example /lectern',
      );
    }
    if (https || cert !== '') {
      throw new OptionsError(
        'https: must not be set if Lectern is attached: the other server has the certificate',
      );
    }
    const host = 'addContentTypeParser' in to ? fastifyHost(to, basePath) : plainHost(to, basePath);
    await this.start(host);
    const { server } = host;
    const listens = () => this.lock?.listens(this.url);
    if (server.listening) listens();
    else server.once('listening', listens);
  }

  /**
   * Sends a message to a room, from any node. The room does not have to exist. The hook onMessage is not called.
   * @param type in a namespace, preceded by it, for example `/lobby MESSAGE`
   * @param options `durable: false` delivers the message at most once, to connected clients, without storing it
   * @returns the position in the room's log; undefined if the message is not durable
   * @throws Refusal bad-data if the data does not match the type, or the type is not for rooms like this one;
   *   unavailable if Redis cannot be reached
   */
  publish<T extends PublishableType | TypeIn<Own>>(
    room: string,
    type: T,
    data: T extends PublishableType ? ServerData[T] : DataIn<Own, T>,
    { durable = true }: { durable?: boolean } = {},
  ): Promise<number | undefined> {
    return this.live.publish(room, type, data, durable);
  }

  /**
   * Returns the rooms of all nodes that are not empty. Every node lists its clients for this: it is made for
   * administration, not for each request.
   * @throws Refusal unavailable if a node does not answer within 2 s
   */
  rooms(): Promise<LiveRoom[]> {
    return this.live.rooms();
  }

  /**
   * Returns the clients of all nodes that are connected or can still resume.
   * @throws Refusal unavailable if a node does not answer within 2 s
   */
  clients(): Promise<LiveClient[]> {
    return this.live.clients();
  }

  /**
   * Removes a client, on whichever node it is, and asks it not to reconnect. Returns false if there is no such client.
   * The user can connect again: to prevent that, revoke the user or token by the HTTP API, or refuse it in a hook.
   * @param reason text for people
   */
  disconnect(clientId: string, reason: string): Promise<boolean> {
    return this.live.disconnect(clientId, reason);
  }

  private get live(): LiveState {
    if (!this.app) throw new Error('the server has not been started; call listen() or attach() first');
    return this.app.live;
  }

  private async start(host?: Host): Promise<void> {
    const { options, log, refusals, metrics, translator, webhookTargets } = this;
    const families = await Families.open(this.families);
    // Nodes that share a database can also share the folder.
    const lock = options.database === '' ? await DataFolderLock.acquire(options.data) : undefined;
    let store: Store | undefined;
    let shared: Cluster | undefined;
    try {
      this.flushTraces = await openTracing(process.env, log);
      if (lock && finishRestore(options.data)) log.info('an interrupted restore has been finished');
      store = withCallSpans(
        'store',
        await openStore(lock ? { data: options.data } : { database: options.database }),
      );
      const secret = await serverSecret(options, store);
      // Every message of a client can fail because of Redis.
      const warn = (fields: object, text: string) => refusals.write('warn', text, {}, fields);
      shared = await openCluster(options, { warn }, metrics.budgets, (seconds) =>
        metrics.redisAnswered(seconds),
      );
      shared = { ...shared, backplane: withCallSpans('backplane', shared.backplane) };
      this.app = await startApp({
        options,
        log,
        refusals,
        store,
        shared,
        secret,
        metrics,
        translator,
        webhookTargets,
        families,
        hooks: new HookCaller(this.hooks, options, refusals),
        host,
        metricsText: () => this.metricsOfAll?.() ?? metrics.registry.metrics(),
        isClosing: () => this.closing !== undefined,
      });
    } catch (error) {
      await shared?.close();
      await store?.close();
      lock?.release();
      throw error;
    }
    this.lock = lock;
  }

  /**
   * Shuts down: refuses new connections and disconnects all clients, so that they reconnect at random times within
   * `spread` seconds. Resolves when everything is closed.
   * @throws Error after `shutdownTimeout`, for example if the database does not answer
   */
  close({ spread = this.options.shutdownSpread }: { spread?: number } = {}): Promise<void> {
    this.closing ??= this.app ? this.closeInTime(this.drain(this.app, spread)) : Promise.resolve();
    return this.closing;
  }

  private async drain(app: App, spread: number): Promise<void> {
    await app.drain(spread);
    this.lock?.release();
    await this.flushTraces?.();
  }

  private async closeInTime(closed: Promise<void>): Promise<void> {
    const { shutdownTimeout } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const error = new Error(`the shutdown took longer than ${shutdownTimeout} s`);
      timer = setTimeout(() => reject(error), shutdownTimeout * 1000);
    });
    await Promise.race([closed, late]).finally(() => clearTimeout(timer));
  }
}

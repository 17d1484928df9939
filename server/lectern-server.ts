import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { type App, startApp } from './app.js';
import { type Cluster, openCluster } from './backplane/open-cluster.js';
import { Metrics } from './http/metrics.js';
import { serverSecret } from './identity/secret.js';
import { checkOptions, type Options } from './options.js';
import { DataFolderLock } from './store/data-folder-lock.js';
import { openStore } from './store/open-store.js';
import { finishRestore } from './store/restore.js';
import type { Store } from './store/store.js';
import type { Certificate } from './tls/certificate.js';
import { createTranslator } from './translation/create-translator.js';
import type { Translator } from './translation/translator.js';
import { LimitedLog } from './util/limited-log.js';
import { openLog } from './util/open-log.js';

/**
 * Creates a server that does not listen yet.
 * @param given options that differ from their defaults
 * @param logger used instead of a logger for standard output; the option logLevel is then ignored
 * @throws OptionsError if an option is invalid
 */
export function createServer(given: Partial<Options> = {}, logger?: Logger): LecternServer {
  const options = checkOptions(given);
  return new LecternServer(options, logger ?? openLog(options));
}

/** A Lectern server, which is one node of a cluster or the only one. */
export class LecternServer {
  private readonly metrics = new Metrics();
  private readonly translator: Translator;
  /** The log of what clients can cause as often as they like. */
  private readonly refusals: LimitedLog;
  /** Returns the response of /metrics instead of this server's own metrics, if several servers share its port. */
  metricsOfAll: (() => Promise<string>) | undefined;
  private app: App | undefined;
  /** Present if this server uses the embedded database. */
  private lock: DataFolderLock | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    readonly options: Options,
    private readonly log: Logger,
  ) {
    this.refusals = new LimitedLog(log, options.refusalLogRate);
    this.translator = createTranslator(options, {
      onOutcome: (provider, outcome, reason) => {
        this.metrics.translated(provider, outcome);
        if (reason)
          this.refusals.write('warn', 'a text was not translated', { provider, outcome }, { reason });
      },
    });
  }

  /** The URL at which the server listens, for example `http://127.0.0.1:8080`. */
  get url(): string {
    if (!this.app) throw new Error('the URL is not available before the server listens');
    const { family, address, port } = this.app.http.server.address() as AddressInfo;
    const anywhere = address === '0.0.0.0' || address === '::';
    const host = anywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
    return `${this.app.certificate ? 'https' : 'http'}://${host}:${port}`;
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
   * @throws OptionsError if the secret cannot be stored, the certificate cannot be used, or Redis cannot be reached
   * @throws Error of the system if the address is in use or not allowed
   */
  async listen(): Promise<string> {
    const { options, log, refusals, metrics, translator } = this;
    // Nodes that share a database can also share the folder.
    const lock = options.database === '' ? await DataFolderLock.acquire(options.data) : undefined;
    let store: Store | undefined;
    let shared: Cluster | undefined;
    try {
      if (lock && finishRestore(options.data)) log.info('an interrupted restore has been finished');
      store = await openStore(lock ? { data: options.data } : { database: options.database });
      const secret = await serverSecret(options, store);
      // Every message of a client can fail because of Redis.
      const warn = (fields: object, text: string) => refusals.write('warn', text, {}, fields);
      shared = await openCluster(options, { warn }, metrics.budgets, (seconds) =>
        metrics.redisAnswered(seconds),
      );
      this.app = await startApp({
        options,
        log,
        refusals,
        store,
        shared,
        secret,
        metrics,
        translator,
        metricsText: () => this.metricsOfAll?.() ?? metrics.registry.metrics(),
        isClosing: () => this.closing !== undefined,
      });
    } catch (error) {
      await shared?.close();
      await store?.close();
      lock?.release();
      throw error;
    }
    lock?.listens(this.url);
    this.lock = lock;
    return this.url;
  }

  /**
   * Shuts down: refuses new connections and disconnects all clients, so that they reconnect at random times within
   * `spread` seconds. Resolves when everything is closed.
   * @throws Error after `shutdownTimeout`, for example if the database does not answer
   */
  close({ spread = this.options.shutdownSpread }: { spread?: number } = {}): Promise<void> {
    this.closing ??= this.app
      ? this.closeInTime(this.app.drain(spread).then(() => this.lock?.release()))
      : Promise.resolve();
    return this.closing;
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

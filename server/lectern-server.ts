import type { AddressInfo } from 'node:net';
import { type Logger, pino } from 'pino';
import type { Registry } from 'prom-client';
import { type App, startApp } from './app.js';
import { type Cluster, openCluster } from './backplane/open-cluster.js';
import { Metrics } from './http/metrics.js';
import { serverSecret } from './identity/secret.js';
import { checkOptions, type Options } from './options.js';
import { openStore } from './store/open-store.js';
import type { Certificate } from './tls/certificate.js';
import { createTranslator } from './translation/create-translator.js';
import type { Translator } from './translation/translator.js';

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

/** One node: when it opens, listens and closes. */
export class LecternServer {
  private readonly metrics = new Metrics();
  private readonly translator: Translator;
  /** What /metrics answers instead of this server's own metrics, where several share its port. */
  metricsOfAll: (() => Promise<string>) | undefined;
  private app: App | undefined;
  private closing: Promise<void> | undefined;

  constructor(
    readonly options: Options,
    private readonly log: Logger,
  ) {
    this.translator = createTranslator(options, {
      onOutcome: (provider, outcome, reason) => {
        this.metrics.translated(provider, outcome);
        if (reason) log.warn({ provider, outcome, reason }, 'a text was not translated');
      },
    });
  }

  /** Where the server listens, such as `http://127.0.0.1:8080`. */
  get url(): string {
    if (!this.app) throw new Error('the server has no address before it listens');
    const { family, address, port } = this.app.http.server.address() as AddressInfo;
    const anywhere = address === '0.0.0.0' || address === '::';
    const host = anywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
    return `${this.app.certificate ? 'https' : 'http'}://${host}:${port}`;
  }

  /** The metrics of this server, once it listens. */
  get registry(): Registry | undefined {
    return this.app && this.metrics.registry;
  }

  /**
   * What the server shows at a TLS handshake: its SHA-256 as `AB:CD:…`, and whether the server made it for itself.
   * Undefined without TLS.
   */
  get certificate(): Pick<Certificate, 'fingerprint' | 'selfSigned'> | undefined {
    return this.app?.certificate;
  }

  /**
   * Reads the certificate and its key again; connections go on as they are. Where the new ones are of no use the log
   * says why and the old ones stay. Does nothing without TLS. Never rejects.
   */
  async reloadCertificate(): Promise<void> {
    await this.app?.certificate?.reload();
  }

  /**
   * Opens the database, starts to listen, and answers where. Rejects with a StoreError where the database cannot be
   * opened, an OptionsError where its secret cannot be kept, its certificate cannot be used or its Redis cannot be
   * reached, and the system's error where the address is taken or not allowed.
   */
  async listen(): Promise<string> {
    const { options, log, metrics, translator } = this;
    const store = await openStore(
      options.database === '' ? { data: options.data } : { database: options.database },
    );
    let shared: Cluster | undefined;
    try {
      const secret = await serverSecret(options, store);
      shared = await openCluster(options, log, (seconds) => metrics.redisAnswered(seconds));
      this.app = await startApp({
        options,
        log,
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
    this.closing ??= this.app ? this.app.drain(spread) : Promise.resolve();
    return this.closing;
  }
}

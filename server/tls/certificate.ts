import type { X509Certificate } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import type { RequestListener, ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Options } from 'lectern-protocol/options';
import { OptionsError } from '../options.js';
import { type KeyPair, minVersion, readKeyPair } from './key-pair.js';
import { selfSigned } from './self-signed.js';

/** Often enough for somebody who waits for it, and next to nothing to do (ms). */
const lookEvery = 1000;
/** Two files are not replaced at once: what is half done is not looked at (ms). */
const settleTime = 1000;

interface Log {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

type CertificateOptions = Pick<Options, 'https' | 'cert' | 'key' | 'data' | 'host'>;

/** What the server shows at a TLS handshake. It can be replaced while connections are open: they go on as they are. */
export class Certificate {
  private readonly servers = new Set<Server>();
  private settling: NodeJS.Timeout | undefined;
  /** Loads one after the other, so that an older one never goes before a newer one. */
  private loading: Promise<void> = Promise.resolve();

  private constructor(
    private readonly options: CertificateOptions,
    private readonly log: Log,
    private pair: KeyPair,
  ) {}

  /** The certificate that the options ask for; undefined without TLS. @throws OptionsError where it cannot be had */
  static async open(options: CertificateOptions, log: Log): Promise<Certificate | undefined> {
    if (!options.https && options.cert === '') return undefined;
    const certificate = new Certificate(options, log, await load(options));
    certificate.tell('TLS is on');
    if (!certificate.selfSigned) {
      for (const file of [options.cert, options.key]) {
        // By name and not by what the name now leads to: certbot and Kubernetes put another link in its place.
        watchFile(file, { interval: lookEvery, persistent: false }, certificate.changed);
      }
    }
    return certificate;
  }

  /** Whether the server made it for itself. */
  get selfSigned(): boolean {
    return this.options.cert === '';
  }

  /** SHA-256, as `AB:CD:…`. */
  get fingerprint(): string {
    return this.pair.own.fingerprint256;
  }

  /** An HTTP server that shows this certificate, and each one that follows. */
  createServer(options: ServerOptions & { handshakeTimeout: number }, handler: RequestListener): Server {
    const { cert, key } = this.pair;
    const server = createServer({ ...options, cert, key, minVersion }, handler);
    this.servers.add(server);
    return server;
  }

  /** Takes what the files now hold; where that is of no use, says so in the log and leaves all as it is. Never rejects. */
  reload(): Promise<void> {
    this.loading = this.loading.then(() => this.replace());
    return this.loading;
  }

  close(): void {
    clearTimeout(this.settling);
    for (const file of [this.options.cert, this.options.key]) {
      if (file !== '') unwatchFile(file, this.changed);
    }
  }

  private readonly changed = (): void => {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.reload(), settleTime).unref();
  };

  private async replace(): Promise<void> {
    let pair: KeyPair;
    try {
      pair = await load(this.options);
      const fault = untimely(pair.own);
      if (fault && !untimely(this.pair.own)) throw new OptionsError(`cert: '${this.options.cert}' ${fault}`);
    } catch (error) {
      const why = error instanceof OptionsError ? error.message : String(error);
      this.log.error(
        { why, fingerprint: this.fingerprint },
        'the certificate is not replaced, the old one stays in use: mend the files, which are looked at again when ' +
          'they change or on SIGHUP',
      );
      return;
    }
    if (pair.cert === this.pair.cert && pair.key === this.pair.key) return;
    this.pair = pair;
    for (const server of this.servers)
      server.setSecureContext({ cert: pair.cert, key: pair.key, minVersion });
    this.tell('the certificate is replaced');
  }

  private tell(what: string): void {
    const { own } = this.pair;
    const { selfSigned, fingerprint } = this;
    this.log.info({ selfSigned, fingerprint, names: own.subjectAltName, until: own.validTo }, what);
    const fault = untimely(own);
    if (fault)
      this.log.warn({ from: own.validFrom, until: own.validTo }, `the certificate ${fault}: renew it`);
  }
}

async function load(options: CertificateOptions): Promise<KeyPair> {
  return options.cert === '' ? selfSigned(options) : readKeyPair(options);
}

function untimely({ validFrom, validTo }: X509Certificate): string | undefined {
  const now = Date.now();
  if (now > Date.parse(validTo)) return 'is out of date';
  return now < Date.parse(validFrom) ? 'is not valid yet' : undefined;
}

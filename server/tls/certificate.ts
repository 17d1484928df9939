import type { X509Certificate } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import type { RequestListener, ServerOptions } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Options } from 'lectern-protocol/options';
import { OptionsError } from '../options.js';
import { type KeyPair, MIN_VERSION, readKeyPair } from './key-pair.js';
import { loadSelfSigned } from './self-signed.js';

/** Time in ms between two checks whether the files have changed. */
const POLL_INTERVAL = 1000;
/** Time in ms from a change of the files to reading them, since certificate and key are not replaced atomically. */
const SETTLE_TIME = 1000;

interface Log {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

type CertificateOptions = Pick<Options, 'https' | 'cert' | 'key' | 'data' | 'host'>;

/** The certificate of the server. It can be replaced at any time; open connections are not affected. */
export class Certificate {
  private readonly servers = new Set<Server>();
  private settling: NodeJS.Timeout | undefined;
  /** Serializes reloads, so that an older certificate never replaces a newer one. */
  private loading: Promise<void> = Promise.resolve();

  private constructor(
    private readonly options: CertificateOptions,
    private readonly log: Log,
    private pair: KeyPair,
  ) {}

  /** Loads or creates the certificate for the options; undefined without TLS. @throws OptionsError if that fails */
  static async open(options: CertificateOptions, log: Log): Promise<Certificate | undefined> {
    if (!options.https && options.cert === '') return undefined;
    const certificate = new Certificate(options, log, await loadKeyPair(options));
    certificate.logState('TLS is on');
    if (!certificate.selfSigned) {
      for (const file of [options.cert, options.key]) {
        // Watches the path and not the file that it links to: certbot and Kubernetes replace the link.
        watchFile(file, { interval: POLL_INTERVAL, persistent: false }, certificate.onFileChange);
      }
    }
    return certificate;
  }

  /** Whether the server created the certificate itself. */
  get selfSigned(): boolean {
    return this.options.cert === '';
  }

  /** SHA-256 fingerprint, as `AB:CD:…`. */
  get fingerprint(): string {
    return this.pair.leaf.fingerprint256;
  }

  /** Creates an HTTPS server with this certificate. The server also gets all later certificates. */
  createServer(options: ServerOptions & { handshakeTimeout: number }, handler: RequestListener): Server {
    const { cert, key } = this.pair;
    const server = createServer({ ...options, cert, key, minVersion: MIN_VERSION }, handler);
    this.servers.add(server);
    return server;
  }

  /** Loads the files again. If they are invalid, logs the reason and keeps the current certificate. Never rejects. */
  reload(): Promise<void> {
    this.loading = this.loading.then(() => this.replace());
    return this.loading;
  }

  close(): void {
    clearTimeout(this.settling);
    for (const file of [this.options.cert, this.options.key]) {
      if (file !== '') unwatchFile(file, this.onFileChange);
    }
  }

  private readonly onFileChange = (): void => {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.reload(), SETTLE_TIME).unref();
  };

  private async replace(): Promise<void> {
    let pair: KeyPair;
    try {
      pair = await loadKeyPair(this.options);
      const fault = validityFault(pair.leaf);
      if (fault && !validityFault(this.pair.leaf))
        throw new OptionsError(`cert: '${this.options.cert}' ${fault}`);
    } catch (error) {
      const why = error instanceof OptionsError ? error.message : String(error);
      this.log.error(
        { why, fingerprint: this.fingerprint },
        'the new certificate is invalid, the old one stays in use: fix the files, which are read again when they ' +
          'change or on SIGHUP',
      );
      return;
    }
    if (pair.cert === this.pair.cert && pair.key === this.pair.key) return;
    this.pair = pair;
    for (const server of this.servers)
      server.setSecureContext({ cert: pair.cert, key: pair.key, minVersion: MIN_VERSION });
    this.logState('the certificate was replaced');
  }

  private logState(message: string): void {
    const { leaf } = this.pair;
    const { selfSigned, fingerprint } = this;
    this.log.info({ selfSigned, fingerprint, names: leaf.subjectAltName, until: leaf.validTo }, message);
    const fault = validityFault(leaf);
    if (fault)
      this.log.warn({ from: leaf.validFrom, until: leaf.validTo }, `the certificate ${fault}: renew it`);
  }
}

async function loadKeyPair(options: CertificateOptions): Promise<KeyPair> {
  return options.cert === '' ? loadSelfSigned(options) : readKeyPair(options);
}

function validityFault({ validFrom, validTo }: X509Certificate): string | undefined {
  const now = Date.now();
  if (now > Date.parse(validTo)) return 'has expired';
  return now < Date.parse(validFrom) ? 'is not valid yet' : undefined;
}

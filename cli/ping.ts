import { setTimeout as pause } from 'node:timers/promises';
import type { Welcome } from 'lectern-protocol';
import { Connection } from './connection.js';
import { ExplainedError } from './explained-error.js';
import { JsonPingReport, type PingReport, TextPingReport } from './ping-report.js';
import { handshake, type Trust } from './tls.js';
import { parseServerUrl, socketUrl } from './url.js';

export interface PingOptions {
  /** Number of pings; if omitted, until Ctrl-C. */
  count?: number;
  /** Interval between pings in seconds. */
  interval: number;
  /** Seconds after which a ping is lost. */
  timeout: number;
  json?: true;
  /** SHA-256 of the accepted certificate, as `AB:CD:…`. */
  fingerprint?: string;
}

/** The exit codes of ping(8). */
const exitCode = { ok: 0, loss: 1, failure: 2 };

/** The command `lectern ping`: resolves with its exit code. */
export async function ping(address: string, options: PingOptions): Promise<number> {
  const report = options.json ? new JsonPingReport() : new TextPingReport();
  try {
    const url = socketUrl(parseServerUrl(address));
    const { fingerprint, timeout } = options;
    const trust = fingerprint ? (await handshake(url, timeout * 1000, fingerprint)).trust : {};
    const run = new PingRun(url, trust, options, report);
    // A second Ctrl-C finds no listener and ends the process.
    process.once('SIGINT', () => run.stop());
    return await run.finish();
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    report.failed(error);
    return exitCode.failure;
  }
}

/** Sends pings at a steady interval on one connection, or on the next after it is lost. */
class PingRun {
  /** Aborted when no more pings should be sent. */
  readonly #rhythm = new AbortController();
  readonly #interruption = new AbortController();
  readonly #underway = new Set<Promise<void>>();
  readonly #samples: number[] = [];
  #lost = 0;
  #reopening = false;
  #barred = false;
  /** The reason that there is no connection, while there is none. */
  #trouble: string | undefined;

  constructor(
    readonly url: URL,
    readonly trust: Trust,
    readonly options: PingOptions,
    readonly report: PingReport,
  ) {}

  /** Ends the run; pings without a pong so far are not counted. */
  stop(): void {
    this.#interruption.abort();
    this.#rhythm.abort();
  }

  /** @throws ExplainedError if not even the first connection succeeds */
  async finish(): Promise<number> {
    const { url, options, report } = this;
    report.began(url);
    let connection = await this.#open();
    const { signal } = this.#rhythm;
    const interrupted = new Promise((resolve) =>
      this.#interruption.signal.addEventListener('abort', resolve),
    );
    const began = performance.now();
    for (let seq = 1; !signal.aborted; seq += 1) {
      if (connection.closed) {
        this.#lose(seq, `no connection: ${this.#trouble}`);
        void this.#reopen().then((next) => {
          connection = next ?? connection;
        });
      } else {
        const pinged = this.#ping(connection, seq).finally(() => this.#underway.delete(pinged));
        this.#underway.add(pinged);
      }
      if (seq === options.count) break;
      const next = began + seq * options.interval * 1000;
      await pause(Math.max(0, next - performance.now()), undefined, { signal }).catch(() => {});
    }
    await Promise.race([interrupted, Promise.all(this.#underway)]);
    this.stop();
    connection.close();
    const sent = this.#samples.length + this.#lost;
    report.finished({ sent, samples: this.#samples, time: performance.now() - began });
    if (this.#barred) return exitCode.failure;
    return this.#lost > 0 ? exitCode.loss : exitCode.ok;
  }

  async #open(): Promise<Connection> {
    const began = performance.now();
    const [connection, welcome] = await Connection.openToWelcome(
      this.url,
      this.options.timeout * 1000,
      this.trust,
    );
    if (this.#interruption.signal.aborted) return connection;
    this.report.connected(connection.peer, performance.now() - began, rateWarning(welcome, this.options));
    connection.onClose(() => {
      if (!connection.closed || this.#interruption.signal.aborted) return;
      this.#trouble = connection.closed.words;
      this.report.disconnected(this.#trouble);
      this.#barred = !connection.closed.mayReconnect;
      if (this.#barred) this.#rhythm.abort();
    });
    return connection;
  }

  async #reopen(): Promise<Connection | undefined> {
    if (this.#reopening) return undefined;
    this.#reopening = true;
    try {
      return await this.#open();
    } catch (error) {
      if (!(error instanceof ExplainedError)) throw error;
      this.#trouble = error.why;
      return undefined;
    } finally {
      this.#reopening = false;
    }
  }

  async #ping(connection: Connection, seq: number): Promise<void> {
    const began = performance.now();
    try {
      await connection.request('ping');
    } catch (error) {
      if (!(error instanceof ExplainedError)) throw error;
      this.#lose(seq, error.why);
      return;
    }
    const time = performance.now() - began;
    if (this.#interruption.signal.aborted) return;
    this.#samples.push(time);
    this.report.pong(seq, time);
  }

  #lose(seq: number, why: string): void {
    if (this.#interruption.signal.aborted) return;
    this.#lost += 1;
    this.report.lost(seq, why);
  }
}

/** What a server with rate limits does if the interval is too short. */
function rateWarning({ limits }: Welcome, { interval, count = Number.POSITIVE_INFINITY }: PingOptions) {
  const { per_second, burst } = limits.rates.other;
  if (1 / interval <= per_second || count <= burst) return undefined;
  return `this server accepts ${per_second} pings per second from one client and refuses more`;
}

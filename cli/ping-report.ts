import type { ExplainedError } from './explained-error.js';
import { milliseconds, print, printProblem } from './print.js';
import { spread } from './statistics.js';

export interface PingResult {
  sent: number;
  /** Round trips of the pongs (ms). */
  samples: readonly number[];
  /** From the first ping to the end (ms). */
  time: number;
}

/** The output for a user who watches pings. Times are in ms. */
export interface PingReport {
  began(url: URL): void;
  /** `peer` is the server's address; `warning` announces losses that rate limits will cause. */
  connected(peer: string, time: number, warning: string | undefined): void;
  pong(seq: number, time: number): void;
  lost(seq: number, why: string): void;
  disconnected(why: string): void;
  finished(result: PingResult): void;
  /** No connection was possible, so there are no measurements. */
  failed(error: ExplainedError): void;
}

/** Lines in the format of ping(8). */
export class TextPingReport implements PingReport {
  #url = '';
  #peer = '';

  began(url: URL): void {
    this.#url = url.href;
  }

  connected(peer: string, time: number, warning: string | undefined): void {
    this.#peer = peer;
    print(`PING ${this.#url} (${peer}), connected in ${milliseconds(time)}`);
    if (warning) print(`note: ${warning}`);
  }

  pong(seq: number, time: number): void {
    print(`pong from ${this.#peer}: seq=${seq} time=${milliseconds(time)}`);
  }

  lost(seq: number, why: string): void {
    print(`lost seq=${seq}: ${why}`);
  }

  disconnected(why: string): void {
    print(`disconnected: ${why}`);
  }

  finished({ sent, samples, time }: PingResult): void {
    const lost = sent - samples.length;
    const loss = sent === 0 ? 0 : (100 * lost) / sent;
    print(`\n--- ${this.#url} ping statistics ---`);
    print(
      `${sent} sent, ${samples.length} received, ${Number(loss.toFixed(1))}% loss, time ${Math.round(time)} ms`,
    );
    const rtt = spread(samples);
    if (!rtt) return;
    const values = [rtt.min, rtt.avg, rtt.max, rtt.mdev].map((value) => value.toFixed(3)).join('/');
    print(`rtt min/avg/max/mdev = ${values} ms`);
  }

  failed(error: ExplainedError): void {
    printProblem(error);
  }
}

/** One JSON object per line, distinguished by `event`; the last one is `summary`, or `failed`. */
export class JsonPingReport implements PingReport {
  #url = '';

  began(url: URL): void {
    this.#url = url.href;
  }

  connected(peer: string, time: number, warning: string | undefined): void {
    this.#print('connected', { url: this.#url, peer, time_ms: rounded(time), warning });
  }

  pong(seq: number, time: number): void {
    this.#print('pong', { seq, time_ms: rounded(time) });
  }

  lost(seq: number, why: string): void {
    this.#print('lost', { seq, why });
  }

  disconnected(why: string): void {
    this.#print('disconnected', { why });
  }

  finished({ sent, samples, time }: PingResult): void {
    const received = samples.length;
    const rtt = spread(samples);
    this.#print('summary', {
      url: this.#url,
      sent,
      received,
      loss: sent === 0 ? 0 : rounded((sent - received) / sent),
      time_ms: rounded(time),
      rtt_ms: rtt && Object.fromEntries(Object.entries(rtt).map(([name, value]) => [name, rounded(value)])),
    });
  }

  failed({ why, advice }: ExplainedError): void {
    this.#print('failed', { url: this.#url || undefined, why, advice });
  }

  #print(event: string, members: object): void {
    print(JSON.stringify({ event, ...members }));
  }
}

const rounded = (value: number): number => Number(value.toFixed(3));

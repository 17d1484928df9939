import { Emitter } from '#client/emitter.js';
import type { Signal } from '#client/peer/signals.js';
import type { LocalMedia, Transport, TransportEvents, TransportOptions } from '#client/peer/transport.js';
import type { ManualClock } from '../support.js';

/** ms until a connection whose other end is gone is given up. */
const ICE_TIMEOUT = 20_000;

/** A signal that makes simple-peer destroy itself. */
class Violation extends Error {}

/** The network between fake transports. */
export class FakeNetwork {
  readonly transports = new Map<number, FakeTransport>();
  /** Signals that would have made simple-peer destroy its connection. */
  readonly violations: string[] = [];
  /** Whether the ends of a new connection can reach each other. */
  blocked = false;
  /** Whether connected ends cannot reach each other. */
  cut = false;
  #count = 0;

  constructor(readonly clock: ManualClock) {}

  readonly create = (options: TransportOptions): FakeTransport => {
    const transport = new FakeTransport(this, ++this.#count, options);
    this.transports.set(this.#count, transport);
    return transport;
  };

  get alive(): FakeTransport[] {
    return [...this.transports.values()].filter(({ closed }) => !closed);
  }
}

/**
 * A Transport whose descriptions name their ends, so an answer to another offer is detected. Invalid signals destroy it
 * as they do simple-peer.
 */
export class FakeTransport extends Emitter<TransportEvents> implements Transport {
  readonly streams = new Map<string, MediaStream>();
  readonly streamIds = {};
  readonly signals: Signal[] = [];
  media: LocalMedia;
  partner: FakeTransport | undefined;
  connected = false;
  closed = false;
  readonly texts: string[] = [];
  #received = 0;
  #version = 0;
  #offer: string | undefined;
  #offerAgain = false;

  constructor(
    readonly network: FakeNetwork,
    readonly id: number,
    readonly options: TransportOptions,
  ) {
    super();
    this.media = options.media;
    if (options.initiator) queueMicrotask(() => this.offer());
  }

  /** Makes an offer, as simple-peer does at first and for each change of tracks: one after the other. */
  offer(): void {
    if (this.closed) return;
    this.#offerAgain = this.#offer !== undefined;
    if (this.#offerAgain) return;
    this.#offer = this.#sdp('offer');
    this.emit('signal', { type: 'offer', data: { type: 'offer', sdp: this.#offer } });
    this.#candidate();
  }

  signal(signal: Signal): void {
    this.signals.push(signal);
    if (this.closed) this.#violate('a signal after the end');
    else this.#take(signal);
  }

  setMedia(media: LocalMedia): void {
    this.media = media;
    if (this.options.initiator) this.offer();
    else this.emit('signal', { type: 'renegotiate', data: { reason: 'tracks' } });
  }

  /** Sends this to the other end. */
  emitSignal(signal: Signal): void {
    this.emit('signal', signal);
  }

  /** The other end's stream arrives. */
  arrive(id: string, stream: MediaStream): void {
    this.streams.set(id, stream);
    this.emit('streams', undefined);
  }

  send(text: string): void {
    this.texts.push(text);
    const { partner } = this;
    if (!this.connected || !partner || partner.closed || this.network.cut) return;
    // Its acknowledgement.
    this.#received += 1;
    partner.emit('text', text);
  }

  async stats(): Promise<RTCStatsReport> {
    return new Map([['pair', { id: 'pair', type: 'candidate-pair', bytesReceived: this.#received }]]);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    const { partner } = this;
    // The other end might be informed immediately, or find out on its own.
    if (partner) this.network.clock.after(ICE_TIMEOUT, () => partner.fail());
  }

  /** The other end is gone or unreachable. */
  fail(iceFailed = true): void {
    if (this.closed) return;
    this.close();
    this.emit('close', { iceFailed });
  }

  #sdp(what: string): string {
    return `v=0\r\no=- ${this.id} ${++this.#version} IN IP4 127.0.0.1\r\ns=${what}\r\n`;
  }

  #candidate(): void {
    const candidate = 'candidate:1 1 udp 2122260223 192.0.2.1 54400 typ host';
    this.emit('signal', { type: 'icecandidate', data: { candidate, sdpMid: '0' } });
  }

  #answer(sdp: string): void {
    const [, id, version] = /o=- (\d+) (\d+)/.exec(sdp) ?? [];
    const partner = this.network.transports.get(Number(id));
    if (this.options.initiator || !partner) throw new Violation(`no offer for this end: ${sdp}`);
    if (this.partner && this.partner !== partner) throw new Violation('an offer of another session');
    this.partner = partner;
    this.emit('signal', {
      type: 'answer',
      data: { type: 'answer', sdp: this.#sdp(`answer ${id} ${version}`) },
    });
    this.#candidate();
    this.emit('stable', undefined);
  }

  #complete(sdp: string): void {
    const [, id] = /o=- (\d+)/.exec(sdp) ?? [];
    const [, of, version] = /s=answer (\d+) (\d+)/.exec(sdp) ?? [];
    const fits = Number(of) === this.id && this.#offer?.includes(`o=- ${of} ${version} `);
    if (!fits) throw new Violation(`no answer to the present offer: ${sdp}`);
    this.#offer = undefined;
    this.partner = this.network.transports.get(Number(id));
    this.emit('stable', undefined);
    if (!this.network.blocked) this.#connect();
    if (this.#offerAgain) this.offer();
  }

  #connect(): void {
    const { partner } = this;
    if (this.connected || partner?.partner !== this) return;
    for (const end of [this, partner]) {
      if (end.closed) continue;
      end.connected = true;
      end.emit('connect', undefined);
    }
    if (partner.closed) this.network.clock.after(ICE_TIMEOUT, () => this.fail());
  }

  #take(signal: Signal): void {
    try {
      if (signal.type === 'offer') this.#answer(signal.data.sdp);
      else if (signal.type === 'answer') this.#complete(signal.data.sdp);
      else if (signal.type === 'renegotiate') this.offer();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#violate(error.message);
    }
  }

  #violate(what: string): void {
    this.network.violations.push(what);
    this.fail(false);
  }
}

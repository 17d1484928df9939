import type { Clock } from '../clock.js';
import { Emitter } from '../emitter.js';
import type { TroubleReason } from '../trouble.js';
import { readOrigin, type SdpOrigin, type Signal } from './signals.js';
import type { LocalMedia, MediaKind, Transport, TransportFactory } from './transport.js';

/** Time limit in ms for an answer to an offer, and for a requested offer. */
const ANSWER_TIMEOUT = 10_000;
/** Time limit in ms for connecting. */
const CONNECT_TIMEOUT = 30_000;
/** Maximum number of candidates from the other side; further ones are ignored as abuse. */
const MAX_CANDIDATES = 256;

export interface PeerAttemptEvents {
  connect: undefined;
  text: string;
  streams: undefined;
  /** The attempt has ended, other than by close(). Without a reason if the other side ended it. */
  end: TroubleReason | undefined;
}

export interface PeerAttemptOptions {
  clock: Clock;
  initiator: boolean;
  media: LocalMedia;
  iceTransportPolicy: 'all' | 'relay';
  iceServers: () => Promise<RTCIceServer[]>;
  /** Called once. If it rejects, the attempt ends with `not-loaded`. */
  loadTransport: () => Promise<TransportFactory>;
  /** Sends a signal to the other side. Returns false if there is no connection to the server. */
  send: (signal: Signal) => boolean;
}

/** One attempt to connect to another client, and the connection that results. The event `end` comes once at most. */
export class PeerAttempt extends Emitter<PeerAttemptEvents> {
  readonly #clock: Clock;
  readonly #initiator: boolean;
  readonly #sendSignal: (signal: Signal) => boolean;
  #media: LocalMedia;
  #transport: Transport | undefined;
  #loaded = false;
  /** Signals that arrived before there was a transport, in their order. */
  #early: Signal[] = [];
  #candidates = 0;
  #described: (SdpOrigin & { sdp: string }) | undefined;
  #awaitsAnswer = false;
  #hasRelay = false;
  #connected = false;
  #over = false;
  #cancelConnectTimer: () => void;
  #cancelAnswerTimer = () => {};

  constructor(options: PeerAttemptOptions) {
    super();
    this.#clock = options.clock;
    this.#initiator = options.initiator;
    this.#sendSignal = options.send;
    this.#media = options.media;
    this.#cancelConnectTimer = this.#clock.after(CONNECT_TIMEOUT, () => this.#end(this.#iceTrouble()));
    void this.#open(options);
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Whether a description belongs to the same RTCPeerConnection of the other side as the last one. */
  isSameSession(sdp: string): boolean {
    return this.#described?.id === readOrigin(sdp)?.id;
  }

  get streams(): ReadonlyMap<string, MediaStream> {
    return this.#transport?.streams ?? new Map();
  }

  get streamIds(): Partial<Record<MediaKind, string>> {
    return this.#transport?.streamIds ?? {};
  }

  /** Takes a signal of this attempt. A signal that is outdated or not meant for this side is ignored. */
  receive(signal: Signal): void {
    if (this.#over || !this.#mayCome(signal)) return;
    if (this.#transport) this.#transport.signal(signal);
    else this.#early.push(signal);
  }

  setMedia(media: LocalMedia): void {
    this.#media = media;
    this.#transport?.setMedia(media);
  }

  send(text: string): void {
    this.#transport?.send(text);
  }

  stats(): Promise<RTCStatsReport> | undefined {
    return this.#transport?.stats();
  }

  /** Ends the attempt without the event `end`. */
  close(): void {
    this.#over = true;
    this.#cancelConnectTimer();
    this.#cancelAnswerTimer();
    this.#transport?.close();
  }

  async #open({ loadTransport, iceTransportPolicy, ...options }: PeerAttemptOptions): Promise<void> {
    const asked = options.iceServers().catch(() => []);
    let createTransport: TransportFactory;
    try {
      createTransport = await loadTransport();
    } catch {
      this.#end('not-loaded');
      return;
    }
    this.#loaded = true;
    const iceServers = await asked;
    if (this.#over) return;
    const initiator = this.#initiator;
    try {
      this.#transport = createTransport({ initiator, iceTransportPolicy, iceServers, media: this.#media });
    } catch {
      this.#end('unsupported');
      return;
    }
    this.#listen(this.#transport);
    for (const signal of this.#early.splice(0)) this.#transport.signal(signal);
  }

  #listen(transport: Transport): void {
    transport.on('signal', (signal) => this.#send(signal));
    transport.on('stable', () => {
      this.#awaitsAnswer = false;
      this.#cancelAnswerTimer();
    });
    transport.on('connect', () => {
      this.#connected = true;
      this.#cancelConnectTimer();
      this.emit('connect', undefined);
    });
    transport.on('text', (text) => this.emit('text', text));
    transport.on('streams', () => this.emit('streams', undefined));
    transport.on('close', ({ iceFailed }) => this.#end(iceFailed ? this.#iceTrouble() : undefined));
  }

  #send(signal: Signal): void {
    if (this.#over) return;
    if (signal.type === 'icecandidate' && / typ relay\b/.test(signal.data.candidate)) this.#hasRelay = true;
    if (signal.type === 'offer') this.#awaitsAnswer = true;
    const sent = this.#sendSignal(signal);
    if (signal.type !== 'offer' && signal.type !== 'renegotiate') return;
    this.#cancelAnswerTimer();
    this.#cancelAnswerTimer = this.#clock.after(ANSWER_TIMEOUT, () => {
      // Media that already flow do not need the server.
      if (this.#connected && !sent) this.#send(signal);
      else this.#end('no-answer');
    });
  }

  #mayCome(signal: Signal): boolean {
    switch (signal.type) {
      case 'offer':
        return !this.#initiator && this.#isNew(signal.data.sdp);
      case 'answer':
        return this.#awaitsAnswer && this.#isNew(signal.data.sdp);
      case 'icecandidate':
        return ++this.#candidates <= MAX_CANDIDATES;
      case 'renegotiate':
        return this.#initiator;
    }
  }

  /** Whether a description is a new one of the same session, neither outdated nor repeated. */
  #isNew(sdp: string): boolean {
    const session = readOrigin(sdp);
    if (!session) return false;
    const last = this.#described;
    if (last && (session.id !== last.id || session.version < last.version || sdp === last.sdp)) return false;
    this.#described = { ...session, sdp };
    return true;
  }

  #iceTrouble(): TroubleReason {
    if (!this.#loaded) return 'not-loaded';
    return this.#connected || this.#hasRelay ? 'ice-failed' : 'network-blocked';
  }

  #end(reason: TroubleReason | undefined): void {
    if (this.#over) return;
    this.close();
    this.emit('end', reason);
  }
}

import { type Clock, systemClock } from '../clock.js';
import { Emitter } from '../emitter.js';
import { backoffDelay } from '../reconnect.js';
import type { Signaler } from '../signaler.js';
import type { SpeakingLevels } from '../speaking-levels.js';
import { TokenBucket } from '../token-bucket.js';
import type { Trouble, TroubleReason } from '../trouble.js';
import { loadSimplePeer } from './load-simple-peer.js';
import { PeerAttempt } from './peer-attempt.js';
import { formatPeerStatus, type PeerStatus, parsePeerStatus } from './peer-status.js';
import { type PacketCount, type Quality, readQuality, receivedBytes } from './quality.js';
import { readSignal, type Signal, type SignalMessage } from './signals.js';
import type { LocalMedia, TransportFactory } from './transport.js';

/** Waits between attempts, in ms. */
const backoff = { base: 500, max: 15_000 };
/** A connection that held this many ms was a good one: the next wait begins from the shortest again. */
const STABLE_AFTER = 10_000;
/** ms the answering side waits for an offer before it asks for one. */
const OFFER_TIMEOUT = 10_000;
const QUALITY_INTERVAL = 2_000;
/** ms within which the other end's browser acknowledges what was sent to it. */
const SIGN_OF_LIFE = 1_000;
/** What the other side may demand of us: a new attempt costs a connection and dozens of messages, */
const newAttempts = { perSecond: 0.5, burst: 10 };
/** and another negotiation of a running one costs a message. */
const negotiations = { perSecond: 10, burst: 100 };

/** `failed`: the next attempt is waited for. */
export type VideoPeerState = 'connecting' | 'connected' | 'failed' | 'closed';

/** What comes from the other side. */
export interface RemoteMedia {
  readonly audio: MediaStream | undefined;
  readonly camera: MediaStream | undefined;
  readonly screen: MediaStream | undefined;
  readonly muted: boolean;
  /** Has no microphone. */
  readonly listening: boolean;
}

export interface VideoPeerEvents {
  state: VideoPeerState;
  remote: RemoteMedia;
  /** Speaking level of the other side, 0 to 1. */
  level: number;
  /** Every 2 s while connected. */
  quality: Quality;
}

export interface VideoPeerOptions {
  /** Sends our signals; those of the other side are given to receive(). */
  signaler: Pick<Signaler, 'send'>;
  selfId: string;
  remoteId: string;
  /** Asked for before each attempt; where it rejects, the attempt goes without. */
  iceServers: () => Promise<RTCIceServer[]>;
  /** Default `all`. */
  iceTransportPolicy?: 'all' | 'relay';
  /** What is sent to the other side; see setMedia. */
  media?: LocalMedia;
  muted?: boolean;
  /** As by setSilenced. */
  silenced?: boolean;
  /** How many attempts were made before, where this is not the first VideoPeer between the two clients. */
  attempts?: number;
  /** Measures the other side's level, which else stays 0; a Manager shares one among its peers. */
  levels?: Pick<SpeakingLevels, 'watch'>;
  /** What carries media; default simple-peer, which is loaded when the first VideoPeer is made. */
  createTransport?: TransportFactory;
  /** Loads what carries media, again for each attempt: an alternative to `createTransport`. */
  loadTransport?: () => Promise<TransportFactory>;
  clock?: Clock;
  /** 0 up to 1, like Math.random. */
  random?: () => number;
}

/**
 * The connection to one other client, kept up until close(): when an attempt fails, another follows.
 * The side with the smaller id (compared as strings) makes the offers and counts the attempts; the other side
 * answers, and asks for a new attempt where one is needed. Signals of attempts that are over are dropped.
 */
export class VideoPeer extends Emitter<VideoPeerEvents> {
  readonly remoteId: string;
  /** Whether this side makes the offers. */
  readonly offers: boolean;
  readonly #options: VideoPeerOptions;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #loadTransport: () => Promise<TransportFactory>;
  readonly #newAttempts: TokenBucket;
  readonly #negotiations: TokenBucket;
  #state: VideoPeerState = 'connecting';
  #trouble: Trouble | undefined;
  #media: LocalMedia;
  #muted: boolean;
  #silenced: boolean;
  #number: number;
  /** Whether the other side numbers its signals: who begins to does not leave it. */
  #numbered = false;
  #attempt: PeerAttempt | undefined;
  #failures = 0;
  #connectedAt = 0;
  #status: PeerStatus | undefined;
  #remote: RemoteMedia = {
    audio: undefined,
    camera: undefined,
    screen: undefined,
    muted: false,
    listening: false,
  };
  #level = 0;
  #quality: Quality | undefined;
  #packets: PacketCount | undefined;
  #cancelRetry = () => {};
  #cancelQuality = () => {};
  #stopLevel = () => {};

  constructor(options: VideoPeerOptions) {
    super();
    this.#options = options;
    this.remoteId = options.remoteId;
    this.offers = options.selfId < options.remoteId;
    this.#media = { ...options.media };
    this.#muted = options.muted ?? false;
    this.#silenced = options.silenced ?? false;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    const { createTransport, loadTransport = loadSimplePeer } = options;
    this.#loadTransport = createTransport ? async () => createTransport : loadTransport;
    this.#newAttempts = new TokenBucket(newAttempts, this.#clock.now());
    this.#negotiations = new TokenBucket(negotiations, this.#clock.now());
    this.#number = options.attempts ?? 0;
    if (this.offers) this.#begin(this.#number + 1);
    else {
      // The offer is on its way. If loading fails now, the attempt will try again and report the trouble.
      this.#loadTransport().catch(() => {});
      this.#expectOffer(OFFER_TIMEOUT);
    }
  }

  get state(): VideoPeerState {
    return this.#state;
  }

  /** Why the last attempt failed; undefined once connected. */
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  /** How many attempts were made so far. */
  get attempts(): number {
    return this.#number;
  }

  get remote(): RemoteMedia {
    return this.#remote;
  }

  get level(): number {
    return this.#level;
  }

  get quality(): Quality | undefined {
    return this.#quality;
  }

  /** Takes a signal that the other side sent. Whatever it is, a connection that works goes on. */
  receive(message: SignalMessage): void {
    const read = this.#state === 'closed' ? undefined : readSignal(message);
    if (!read) return;
    const { signal, attempt } = read;
    if (attempt === undefined && this.#numbered) return;
    this.#numbered = attempt !== undefined;
    const now = this.#clock.now();
    if (signal.type === 'renegotiate' && signal.data.reason === 'restart') {
      if (this.#newAttempts.take(now)) this.#restart(attempt);
    } else if (signal.type === 'offer' && this.#opensAttempt(signal.data, attempt)) {
      if (this.#newAttempts.take(now)) this.#accept(signal, attempt);
    } else if ((attempt ?? this.#number) === this.#number) {
      if (signal.type === 'icecandidate' || this.#negotiations.take(now)) this.#attempt?.receive(signal);
    }
  }

  /** Sends these streams from now on, and no others. Another device in place of one needs no negotiation. */
  setMedia(media: LocalMedia): void {
    this.#media = { ...media };
    this.#attempt?.setMedia(this.#media);
    this.#sendStatus();
  }

  /** Tells the other side; to send silence is the owner of the track's affair. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#sendStatus();
  }

  /** Turns all sound of the other side into silence here, whoever plays it; the other side is not told. */
  setSilenced(silenced: boolean): void {
    this.#silenced = silenced;
    this.#silence();
  }

  /**
   * Renews the connection where it brings nothing any more, without waiting until the browser gives it up: for whoever
   * knows that the network may have changed.
   */
  async check(): Promise<void> {
    const attempt = this.#attempt;
    if (this.#state !== 'closed' && !(await this.#isAlive(attempt)) && attempt === this.#attempt)
      this.#renew();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#cancelRetry();
    this.#dropAttempt();
    this.#setState('closed');
  }

  #begin(number: number): void {
    this.#cancelRetry();
    this.#dropAttempt();
    this.#number = number;
    const { iceServers, iceTransportPolicy = 'all' } = this.#options;
    const attempt = new PeerAttempt({
      iceServers,
      iceTransportPolicy,
      clock: this.#clock,
      initiator: this.offers,
      media: this.#media,
      loadTransport: this.#loadTransport,
      send: (signal) => this.#send(signal),
    });
    attempt.on('connect', () => this.#connected());
    attempt.on('text', (text) => this.#heard(text));
    attempt.on('streams', () => this.#updateRemote());
    attempt.on('end', (reason) => this.#failed(reason));
    this.#attempt = attempt;
    this.#setState('connecting');
  }

  #send(signal: Signal): boolean {
    const attempt = this.#number > 0 ? { attempt: this.#number } : {};
    return this.#options.signaler.send(signal.type, { ...signal.data, ...attempt }, this.remoteId);
  }

  async #isAlive(attempt: PeerAttempt | undefined): Promise<boolean> {
    const received = () => attempt?.stats()?.then(receivedBytes, () => undefined);
    const before = attempt?.connected ? await received() : undefined;
    if (before === undefined) return false;
    this.#sendStatus();
    await new Promise<void>((resolve) => this.#clock.after(SIGN_OF_LIFE, resolve));
    const after = await received();
    return after !== undefined && after > before;
  }

  #renew(): void {
    if (this.#state === 'closed') return;
    if (this.offers) {
      this.#begin(this.#number + 1);
      return;
    }
    this.#dropAttempt();
    this.#askForRestart();
    this.#setState('connecting');
  }

  /** Whether an offer is of a later attempt than the present one. Where they are not numbered, its session tells. */
  #opensAttempt({ sdp }: { sdp: string }, number: number | undefined): boolean {
    if (this.offers) return false;
    return number === undefined ? !this.#attempt?.isSameSession(sdp) : number > this.#number;
  }

  #accept(offer: Signal, number = this.#number + 1): void {
    this.#begin(number);
    this.#attempt?.receive(offer);
  }

  /** The answering side wants another attempt than `number`, or, without one, than any that there was. */
  #restart(number = this.#number): void {
    if (!this.offers || number < this.#number) return;
    // It may know of a later attempt than we, who have forgotten.
    this.#number = number;
    if (this.#attempt) this.#failed(undefined);
  }

  #connected(): void {
    this.#trouble = undefined;
    this.#connectedAt = this.#clock.now();
    this.#setState('connected');
    this.#sendStatus();
    this.#updateRemote();
    this.#measure();
  }

  #failed(reason: TroubleReason | undefined): void {
    const held = this.#state === 'connected' && this.#clock.now() - this.#connectedAt >= STABLE_AFTER;
    this.#failures = held ? 0 : this.#failures + 1;
    if (reason) this.#trouble = { reason };
    this.#dropAttempt();
    // Also to ask waits a little: most often the other side has left, and we are about to be told.
    const next = this.offers ? () => this.#begin(this.#number + 1) : () => this.#askForRestart();
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(backoffDelay(this.#failures, backoff, this.#random), next);
    this.#setState('failed');
  }

  #askForRestart(): void {
    this.#send({ type: 'renegotiate', data: { reason: 'restart' } });
    this.#expectOffer(OFFER_TIMEOUT);
  }

  #expectOffer(ms: number): void {
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(ms, () => this.#failed('no-answer'));
  }

  #dropAttempt(): void {
    this.#attempt?.close();
    this.#attempt = undefined;
    this.#cancelQuality();
    this.#quality = undefined;
    this.#packets = undefined;
    this.#updateRemote();
  }

  #sendStatus(): void {
    const attempt = this.#attempt;
    if (!attempt?.connected) return;
    const listening = !this.#media.microphone;
    attempt.send(formatPeerStatus({ muted: this.#muted, listening, streams: attempt.streamIds }));
  }

  #heard(text: string): void {
    const status = parsePeerStatus(text);
    if (!status) return;
    this.#status = status;
    this.#updateRemote();
  }

  #silence(): void {
    for (const stream of this.#attempt?.streams.values() ?? []) {
      for (const track of stream.getAudioTracks()) track.enabled = !this.#silenced;
    }
  }

  #updateRemote(): void {
    this.#silence();
    const streams = this.#attempt?.streams ?? new Map<string, MediaStream>();
    const named = (id: string | undefined) => (id === undefined ? undefined : streams.get(id));
    // Until it says which is which, or where it never does, the first that fits is taken.
    const first = (fits: (stream: MediaStream) => boolean) => [...streams.values()].find(fits);
    const status = this.#status;
    const remote: RemoteMedia = {
      audio: status ? named(status.streams.microphone) : first((each) => each.getAudioTracks().length > 0),
      camera: status ? named(status.streams.camera) : first((each) => each.getVideoTracks().length > 0),
      screen: named(status?.streams.screen),
      muted: status?.muted ?? false,
      listening: status?.listening ?? false,
    };
    const before = this.#remote;
    const keys = ['audio', 'camera', 'screen', 'muted', 'listening'] as const;
    if (keys.every((key) => remote[key] === before[key])) return;
    this.#remote = remote;
    if (remote.audio !== before.audio) this.#watchLevel(remote.audio);
    this.emit('remote', remote);
  }

  #watchLevel(audio: MediaStream | undefined): void {
    this.#stopLevel();
    const report = (level: number) => {
      this.#level = level;
      this.emit('level', level);
    };
    this.#stopLevel = (audio && this.#options.levels?.watch(audio, report)) ?? (() => {});
  }

  #measure(): void {
    this.#cancelQuality = this.#clock.after(QUALITY_INTERVAL, async () => {
      const attempt = this.#attempt;
      const reports = await attempt?.stats()?.catch(() => undefined);
      if (attempt !== this.#attempt || this.#state !== 'connected') return;
      if (reports) this.#sample(reports);
      this.#measure();
    });
  }

  #sample(reports: RTCStatsReport): void {
    const { quality, packets } = readQuality(reports, this.#packets);
    this.#packets = packets;
    this.#quality = quality;
    this.emit('quality', quality);
  }

  #setState(state: VideoPeerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.emit('state', state);
  }
}

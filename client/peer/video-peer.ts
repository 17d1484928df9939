import { type Clock, systemClock } from '../clock.js';
import { Emitter } from '../emitter.js';
import { backoffDelay } from '../reconnect.js';
import { TokenBucket } from '../token-bucket.js';
import type { Trouble, TroubleReason } from '../trouble.js';
import { loadSimplePeer } from './load-simple-peer.js';
import { PeerAttempt } from './peer-attempt.js';
import { formatPeerStatus, type PeerStatus, parsePeerStatus } from './peer-status.js';
import { type Quality, receivedBytes } from './quality.js';
import { QualityMonitor } from './quality-monitor.js';
import { isSameMedia, noRemoteMedia, type RemoteMedia, remoteMedia } from './remote-media.js';
import { readSignal, type Signal, type SignalMessage } from './signals.js';
import type { LocalMedia, TransportFactory } from './transport.js';
import type { VideoPeerOptions } from './video-peer-options.js';

/** Bounds of the waits between attempts, in ms. */
const backoff = { base: 500, max: 15_000 };
/** After a connection that lasted this many ms, the waits between attempts start from the shortest again. */
const STABLE_AFTER = 10_000;
/** ms for which the answering side waits for an offer before it requests one. */
const OFFER_TIMEOUT = 10_000;
/** ms within which a live connection acknowledges a message. */
const SIGN_OF_LIFE = 1_000;
/** Limit for new attempts that the other client can cause. Each costs a connection and dozens of messages. */
const newAttempts = { perSecond: 0.5, burst: 10 };
/** Limit for negotiations that the other client can cause in a running attempt. Each costs a message. */
const negotiations = { perSecond: 10, burst: 100 };

/** `failed`: the next attempt follows after a wait. */
export type VideoPeerState = 'connecting' | 'connected' | 'failed' | 'closed';

export interface VideoPeerEvents {
  state: VideoPeerState;
  remote: RemoteMedia;
  /** Speaking level of the other client, 0 to 1. */
  level: number;
  /** Every 2 s while connected. */
  quality: Quality;
}

/**
 * The connection to one other client. When an attempt to connect fails, another follows, until close().
 *
 * The side with the smaller id (compared as strings) makes the offers and numbers the attempts. The other side
 * answers, and requests a new attempt if it needs one. Signals of former attempts are ignored.
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
  readonly #quality: QualityMonitor;
  #state: VideoPeerState = 'connecting';
  #trouble: Trouble | undefined;
  #media: LocalMedia;
  #muted: boolean;
  #silenced: boolean;
  #number: number;
  /** Whether the other side numbers its signals. Once it has, signals without a number are ignored. */
  #numbered = false;
  #attempt: PeerAttempt | undefined;
  #failures = 0;
  #connectedAt = 0;
  #status: PeerStatus | undefined;
  #remote = noRemoteMedia;
  #level = 0;
  #cancelRetry = () => {};
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
    this.#quality = new QualityMonitor(this.#clock, (quality) => this.emit('quality', quality));
    this.#number = options.attempts ?? 0;
    if (this.offers) this.#begin(this.#number + 1);
    else {
      // The other side only takes requests with a number, and answers one that is too low with a check.
      if (options.replaces) this.#number = Math.max(this.#number, 1);
      // Loads while the offer is on its way. If that fails, the attempt loads again and reports the trouble.
      this.#loadTransport().catch(() => {});
      if (options.replaces) this.#askForRestart();
      else this.#expectOffer(OFFER_TIMEOUT);
    }
  }

  get state(): VideoPeerState {
    return this.#state;
  }

  /** Why the last attempt failed; undefined once connected. */
  get trouble(): Trouble | undefined {
    return this.#trouble;
  }

  /** Number of attempts so far, including those of an earlier VideoPeer. */
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
    return this.#quality.quality;
  }

  /** Takes a signal from the other client. No signal can break a working connection. */
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
    } else if (signal.type === 'offer' && this.#isFromNewPage(signal.data)) {
      if (this.#newAttempts.take(now)) void this.check();
    } else if ((attempt ?? this.#number) === this.#number) {
      if (signal.type === 'icecandidate' || this.#negotiations.take(now)) this.#attempt?.receive(signal);
    }
  }

  /** Replaces the streams that are sent. Changing a device needs no negotiation with the other client. */
  setMedia(media: LocalMedia): void {
    this.#media = { ...media };
    this.#attempt?.setMedia(this.#media);
    this.#sendStatus();
  }

  /** Tells the other client that we are muted. The owner of the microphone's track silences it. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#sendStatus();
  }

  /** Silences the other client's sound on this side, wherever it is played. The other client is not notified. */
  setSilenced(silenced: boolean): void {
    this.#silenced = silenced;
    this.#silence();
  }

  /**
   * Makes a new connection if the present one is dead, without waiting for the browser to notice. Call it when the
   * network may have changed.
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
    attempt.on('text', (text) => this.#receiveText(text));
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

  /** Whether an offer belongs to a later attempt. Without numbers, the session in its description tells. */
  #opensAttempt({ sdp }: { sdp: string }, number: number | undefined): boolean {
    if (this.offers) return false;
    return number === undefined ? !this.#attempt?.isSameSession(sdp) : number > this.#number;
  }

  /** Whether an offer with the number of a former attempt is of another session: a reloaded page counts anew. */
  #isFromNewPage({ sdp }: { sdp: string }): boolean {
    return !this.offers && this.#attempt?.connected === true && !this.#attempt.isSameSession(sdp);
  }

  #accept(offer: Signal, number = this.#number + 1): void {
    this.#begin(number);
    this.#attempt?.receive(offer);
  }

  /** The answering side requests another attempt than `number`, or than the present one if it sent no number. */
  #restart(number = this.#number): void {
    if (!this.offers) return;
    if (number < this.#number) {
      // The request is outdated, or the other page was reloaded and counts anew.
      if (this.#attempt?.connected) void this.check();
      return;
    }
    // The other side can know a later attempt, for example if this page was reloaded.
    this.#number = number;
    if (this.#attempt) this.#failed(undefined);
  }

  #connected(): void {
    this.#trouble = undefined;
    this.#connectedAt = this.#clock.now();
    this.#setState('connected');
    this.#sendStatus();
    this.#updateRemote();
    this.#quality.start(() => this.#attempt?.stats());
  }

  #failed(reason: TroubleReason | undefined): void {
    const held = this.#state === 'connected' && this.#clock.now() - this.#connectedAt >= STABLE_AFTER;
    this.#failures = held ? 0 : this.#failures + 1;
    if (reason) this.#trouble = { reason };
    this.#dropAttempt();
    // A request waits, too: most often the other client has left, and the news of it is on its way.
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
    this.#quality.stop();
    this.#updateRemote();
  }

  #sendStatus(): void {
    const attempt = this.#attempt;
    if (!attempt?.connected) return;
    const listening = !this.#media.microphone;
    attempt.send(formatPeerStatus({ muted: this.#muted, listening, streams: attempt.streamIds }));
  }

  #receiveText(text: string): void {
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
    const before = this.#remote;
    const remote = remoteMedia(this.#attempt?.streams ?? new Map(), this.#status);
    if (isSameMedia(remote, before)) return;
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

  #setState(state: VideoPeerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.emit('state', state);
  }
}

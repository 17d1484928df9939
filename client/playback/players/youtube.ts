import { type Clock, systemClock } from '../../clock.js';
import { Emitter } from '../../emitter.js';
import type { Player, PlayerEvents, PlayerStatus } from './player.js';

/** The states of the IFrame API. */
const UNSTARTED = -1;
const ENDED = 0;
const PLAYING = 1;
const PAUSED = 2;
const BUFFERING = 3;
const CUED = 5;

/** ms between two readings of the time. The API updates it about every 250 ms. */
const POLL = 20;
/** Number of readings of which the most recent time counts. */
const READINGS = 8;
/** A difference of this many seconds from the expected time is a jump instead of a delay. */
const JUMP = 1;
/** Minimum duration of a seek in ms. Until then, the API can report the old state. */
const SEEK_LEAST = 50;
/** ms after which a seek is considered completed, even if the time does not show it. */
const SEEK_TIMEOUT = 3_000;

/** The part of a `YT.Player` that is used. Its methods exist once it is ready. */
export interface YouTubeApi {
  addEventListener(event: string, listener: (event: { data?: unknown }) => void): void;
  removeEventListener(event: string, listener: (event: { data?: unknown }) => void): void;
  playVideo(): void;
  pauseVideo(): void;
  seekTo(seconds: number, allowSeekAhead: boolean): void;
  setPlaybackRate(rate: number): void;
  getAvailablePlaybackRates(): number[];
  getPlayerState(): number;
  getCurrentTime(): number;
  getDuration(): number;
}

/** Controls a player of the YouTube IFrame API. The page loads the API. */
export class YouTubePlayer extends Emitter<PlayerEvents> implements Player {
  readonly precision = 0.05;
  readonly #api: YouTubeApi;
  readonly #clock: Clock;
  readonly #listeners: Record<string, (event: { data?: unknown }) => void>;
  #status: PlayerStatus = 'loading';
  #state = UNSTARTED;
  #ready = false;
  #blocked = false;
  #failed = false;
  /** Whether it was told to play. */
  #wanted = false;
  #rate = 1;
  /** Position at which to start. Seeking before the first play would start the video. */
  #start: number | undefined;
  #seek: { aim: number; since: number } | undefined;
  #reading: number | undefined;
  /** Position at the clock's zero in seconds, by the last readings. A delayed reading gives too small a value. */
  #origins: number[] = [];
  #cancelTimer = () => {};

  constructor(api: YouTubeApi, { clock = systemClock }: { clock?: Clock } = {}) {
    super();
    this.#api = api;
    this.#clock = clock;
    this.#listeners = {
      onReady: () => this.#becomeReady(),
      onStateChange: ({ data }) => this.#change(Number(data)),
      onPlaybackRateChange: ({ data }) => {
        this.#rate = Number(data);
        this.#origins = [];
      },
      onError: () => {
        this.#failed = true;
        this.#check();
      },
      onAutoplayBlocked: () => {
        this.#blocked = true;
        this.#check();
      },
    };
    for (const [event, listener] of Object.entries(this.#listeners)) api.addEventListener(event, listener);
    if (typeof api.getPlayerState === 'function') this.#becomeReady();
  }

  get status(): PlayerStatus {
    return this.#status;
  }

  get position(): number {
    if (this.#seek) return this.#seek.aim;
    if (this.#start !== undefined) return this.#start;
    if (!this.#ready) return 0;
    if (this.#status !== 'playing' || this.#origins.length === 0) return this.#api.getCurrentTime();
    return Math.min(this.duration, Math.max(...this.#origins) + this.#elapsed);
  }

  /** Known once the video has started. */
  get duration(): number {
    return (this.#ready && this.#api.getDuration()) || Number.POSITIVE_INFINITY;
  }

  get rates(): readonly number[] {
    return this.#ready ? this.#api.getAvailablePlaybackRates() : [1];
  }

  seek(position: number): void {
    if (!this.#ready) return;
    if (this.#state === UNSTARTED || this.#state === CUED) {
      this.#start = position;
      return;
    }
    this.#seek = { aim: position, since: this.#clock.now() };
    this.#origins = [];
    this.#api.seekTo(position, true);
    this.#check();
    this.#poll();
  }

  setRate(rate: number): void {
    if (this.#ready) this.#api.setPlaybackRate(rate);
  }

  play(): void {
    if (!this.#ready) return;
    this.#wanted = true;
    this.#blocked = false;
    this.#api.playVideo();
    if (this.#start !== undefined) {
      const start = this.#start;
      this.#start = undefined;
      this.#state = BUFFERING;
      this.seek(start);
    }
    this.#check();
  }

  pause(): void {
    this.#wanted = false;
    this.#blocked = false;
    if (this.#ready && (this.#state === PLAYING || this.#state === BUFFERING)) this.#api.pauseVideo();
    this.#check();
  }

  close(): void {
    this.#cancelTimer();
    for (const [event, listener] of Object.entries(this.#listeners)) {
      this.#api.removeEventListener(event, listener);
    }
  }

  /** Seconds of the video since the clock's zero. */
  get #elapsed(): number {
    return (this.#clock.now() / 1000) * this.#rate;
  }

  #becomeReady(): void {
    if (this.#ready) return;
    this.#ready = true;
    this.#change(this.#api.getPlayerState());
  }

  #change(state: number): void {
    this.#state = state;
    if (state === PLAYING) this.#blocked = false;
    else this.#origins = [];
    this.#reading = undefined;
    this.#check();
    this.#poll();
  }

  #poll(): void {
    this.#cancelTimer();
    if (this.#state !== PLAYING && !this.#seek) return;
    this.#read();
    this.#cancelTimer = this.#clock.after(POLL, () => this.#poll());
  }

  /** A reading that equals the last one is not a new one. */
  #read(): void {
    const reading = this.#api.getCurrentTime();
    this.#endSeek(reading);
    if (reading === this.#reading || this.#seek) return;
    this.#reading = reading;
    const origin = reading - this.#elapsed;
    const jumped = this.#origins.some((each) => Math.abs(each - origin) > JUMP);
    this.#origins = jumped ? [origin] : [...this.#origins, origin].slice(-READINGS);
  }

  #endSeek(reading: number): void {
    if (!this.#seek) return;
    const { aim, since } = this.#seek;
    const waited = this.#clock.now() - since;
    const arrived = Math.abs(reading - aim) < JUMP && this.#state !== BUFFERING && waited >= SEEK_LEAST;
    if (!arrived && waited < SEEK_TIMEOUT) return;
    this.#seek = undefined;
    this.#check();
  }

  #check(): void {
    const status = this.#reckonStatus();
    if (status === this.#status) return;
    this.#status = status;
    this.emit('status', status);
  }

  #reckonStatus(): PlayerStatus {
    if (this.#failed) return 'failed';
    if (!this.#ready) return 'loading';
    if (this.#blocked) return 'blocked';
    if (this.#seek) return 'seeking';
    switch (this.#state) {
      case PLAYING:
        return 'playing';
      case ENDED:
        return 'ended';
      case PAUSED:
        return 'paused';
      case BUFFERING:
        return this.#wanted ? 'stalled' : 'paused';
      default:
        // Unstarted or cued.
        return this.#wanted ? 'stalled' : 'paused';
    }
  }
}

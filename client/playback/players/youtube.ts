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

/** ms between two readings of the time, which the API itself brings up to date every quarter of a second or so. */
const POLL = 20;
/** Readings of the time of which the least stale one counts. */
const READINGS = 8;
/** Seconds between reading and reckoning that are a jump and no staleness. */
const JUMP = 1;
/** ms that a seek takes at least: until then the old state may still be told. */
const SEEK_LEAST = 50;
/** ms after which a seek is over even where the time does not show it. */
const SEEK_TIMEOUT = 3_000;

/** The part of a `YT.Player` that is used; its methods are there once it is ready. */
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

/** A player of the YouTube IFrame API, which the page has loaded, as a Player. */
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
  /** It was asked to play. */
  #wanted = false;
  #rate = 1;
  /** Where it is to begin: a seek before the first play would start it. */
  #start: number | undefined;
  #seek: { aim: number; since: number } | undefined;
  #reading: number | undefined;
  /** Of the last readings: where the video was at the clock's zero, in seconds. Stale ones are too small. */
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

  /** YouTube says it only when the video has begun. */
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

  /** A reading that is the same as before is the older one still. */
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
        // Unstarted or cued: on its way, or it waits to be told.
        return this.#wanted ? 'stalled' : 'paused';
    }
  }
}

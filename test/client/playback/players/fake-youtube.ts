import type { YouTubeApi } from '#client/playback/players/youtube.js';
import type { ManualClock } from '../../support.js';

type Listener = (event: { data?: unknown }) => void;

const UNSTARTED = -1;
const ENDED = 0;
const PLAYING = 1;
const PAUSED = 2;
const BUFFERING = 3;
const CUED = 5;

/** ms between two updates of the time that getCurrentTime() returns. */
const TELLS = 250;
/** ms that an update takes to arrive. */
const STALE = [5, 60, 20, 90, 40];
/** ms from a call to its effect in the frame. */
const MESSAGE = 5;

export interface YouTubeHabits {
  duration: number;
  /** ms that a seek or the first play buffers. */
  buffers: number;
  /** Blocks playback that did not start with a click. */
  blocks: boolean;
}

/**
 * A YT.Player as in its reference: calls take effect in another frame, the time is updated periodically, the length is
 * 0 before the video begins, a seek starts a video that is only cued, and unsupported speeds become the next one
 * towards 1. Before ready() it only has the methods for events.
 */
export class FakeYouTube {
  readonly calls: string[] = [];
  readonly #clock: ManualClock;
  readonly #habits: YouTubeHabits;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #rates = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
  #state = CUED;
  #rate = 1;
  #anchor = { time: 0, at: 0 };
  #told = 0;
  #began = false;
  #load = 0;
  #tells = 0;

  constructor(clock: ManualClock, habits: Partial<YouTubeHabits> = {}) {
    this.#clock = clock;
    this.#habits = { duration: 600, buffers: 300, blocks: false, ...habits };
    this.#tell();
  }

  /** The position of the picture. */
  get truth(): number {
    const { time, at } = this.#anchor;
    const moved = this.#state === PLAYING ? ((this.#clock.now() - at) / 1000) * this.#rate : 0;
    return Math.min(this.#habits.duration, time + moved);
  }

  get rate(): number {
    return this.#rate;
  }

  get listening(): number {
    return [...this.#listeners.values()].reduce((all, { size }) => all + size, 0);
  }

  /** The object on the page: the methods of the API appear when it is ready. */
  readonly api: YouTubeApi = {
    addEventListener: (event: string, listener: Listener) => {
      const listeners = this.#listeners.get(event) ?? new Set();
      this.#listeners.set(event, listeners.add(listener));
    },
    removeEventListener: (event: string, listener: Listener) => {
      this.#listeners.get(event)?.delete(listener);
    },
  } as YouTubeApi;

  ready(): void {
    const call = (name: string, act: (value: number) => void) => (value?: number) => {
      this.calls.push(value === undefined ? name : `${name} ${value}`);
      this.#clock.after(MESSAGE, () => act(value ?? 0));
    };
    Object.assign(this.api, {
      playVideo: call('play', () => this.#play()),
      pauseVideo: call('pause', () => this.#pause()),
      seekTo: call('seek', (time) => this.#seek(time)),
      setPlaybackRate: call('rate', (rate) => this.#setRate(rate)),
      getAvailablePlaybackRates: () => [...this.#rates],
      getPlayerState: () => this.#state,
      getCurrentTime: () => this.#told,
      getDuration: () => (this.#began ? this.#habits.duration : 0),
    });
    this.#emit('onReady');
  }

  fail(): void {
    this.#emit('onError', 150);
  }

  /** The user clicks on the video itself. */
  click(): void {
    this.#habits.blocks = false;
    this.#play();
  }

  /** The video gets no data for `ms`. */
  stall(ms: number): void {
    this.#buffer(this.truth, ms);
  }

  #play(): void {
    if (this.#habits.blocks) {
      this.#emit('onAutoplayBlocked');
      return;
    }
    if (this.#state === PLAYING || this.#state === BUFFERING) return;
    if (this.#state === PAUSED) {
      this.#anchor = { time: this.truth, at: this.#clock.now() };
      this.#become(PLAYING);
    } else {
      const time = this.#state === ENDED ? 0 : this.truth;
      this.#become(UNSTARTED);
      this.#buffer(time, this.#habits.buffers);
    }
  }

  #pause(): void {
    this.#load++;
    this.#anchor = { time: this.truth, at: this.#clock.now() };
    this.#become(PAUSED);
  }

  #seek(time: number): void {
    const aim = Math.min(time, this.#habits.duration);
    if (this.#state === PAUSED) {
      this.#anchor = { time: aim, at: this.#clock.now() };
      this.#told = aim;
    } else {
      this.#buffer(aim, this.#habits.buffers);
    }
  }

  #setRate(rate: number): void {
    const towardsOne = this.#rates.filter((each) =>
      rate >= 1 ? each <= rate && each >= 1 : each >= rate && each <= 1,
    );
    this.#anchor = { time: this.truth, at: this.#clock.now() };
    this.#rate = rate >= 1 ? Math.max(...towardsOne) : Math.min(...towardsOne);
    this.#emit('onPlaybackRateChange', this.#rate);
  }

  #buffer(time: number, ms: number): void {
    const load = ++this.#load;
    this.#anchor = { time, at: this.#clock.now() };
    this.#become(BUFFERING);
    this.#clock.after(ms, () => {
      if (load !== this.#load) return;
      this.#began = true;
      this.#anchor = { time, at: this.#clock.now() };
      this.#become(PLAYING);
    });
  }

  #become(state: number): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#told = this.truth;
    this.#emit('onStateChange', state);
  }

  #tell(): void {
    const { truth } = this;
    const load = this.#load;
    this.#clock.after(STALE[this.#tells++ % STALE.length] ?? 0, () => {
      if (load === this.#load) this.#told = truth;
    });
    if (this.#state === PLAYING && this.truth >= this.#habits.duration) {
      this.#anchor = { time: this.truth, at: this.#clock.now() };
      this.#become(ENDED);
    }
    this.#clock.after(TELLS, () => this.#tell());
  }

  #emit(event: string, data?: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener({ data });
  }
}

import type { Clock } from '#client/clock.js';
import { Emitter } from '#client/emitter.js';
import type { Player, PlayerEvents, PlayerStatus } from '#client/playback/players/player.js';

/** How a simulated player behaves; times in ms. */
export interface Habits {
  duration: number;
  rates: readonly number[] | undefined;
  precision: number;
  /** Maximum error of the reported position in seconds, in either direction. */
  noise: number;
  /** From play() to the first movement. */
  startLag: number;
  /** From setRate() to the new speed. */
  rateLag: number;
  /** The shortest and longest seek. */
  seekLag: readonly [number, number];
  /** 0 up to 1. */
  random: () => number;
  /** Refuses play() without a user gesture. */
  blocked: boolean;
  /** Has its metadata from the beginning. */
  loaded: boolean;
}

export const habits: Habits = {
  duration: 3600,
  rates: undefined,
  precision: 0.005,
  noise: 0.002,
  startLag: 30,
  rateLag: 20,
  seekLag: [60, 90],
  random: () => 0.5,
  blocked: false,
  loaded: true,
};

/** A player whose true position is known, on a clock that stands still until the test advances it. */
export class SimulatedPlayer extends Emitter<PlayerEvents> implements Player {
  readonly rates: readonly number[] | undefined;
  readonly precision: number;
  readonly seeks: number[] = [];
  readonly speeds: number[] = [];
  status: PlayerStatus;
  readonly #clock: Clock;
  readonly #habits: Habits;
  #moving = false;
  #wanted = false;
  #refused = false;
  #rate = 1;
  #anchor = { position: 0, at: 0 };
  #seekNumber = 0;

  constructor(clock: Clock, given: Partial<Habits> = {}) {
    super();
    this.#clock = clock;
    this.#habits = { ...habits, ...given };
    this.rates = this.#habits.rates;
    this.precision = this.#habits.precision;
    this.status = this.#habits.loaded ? 'paused' : 'loading';
  }

  /** Position of its picture in seconds. */
  get truth(): number {
    const { position, at } = this.#anchor;
    const moved = this.#moving ? ((this.#clock.now() - at) / 1000) * this.#rate : 0;
    return Math.min(this.#habits.duration, position + moved);
  }

  get position(): number {
    const { random, noise } = this.#habits;
    return this.#moving ? Math.max(0, this.truth + noise * (2 * random() - 1)) : this.truth;
  }

  get duration(): number {
    return this.status === 'loading' ? Number.POSITIVE_INFINITY : this.#habits.duration;
  }

  get rate(): number {
    return this.#rate;
  }

  load(): void {
    this.#setStatus('paused');
  }

  /** The browser can be asked again, as after a click. */
  allow(): void {
    this.#habits.blocked = false;
  }

  /** The player gets no data for `ms`. */
  stall(ms: number): void {
    this.#move(false);
    this.#setStatus('stalled');
    this.#clock.after(ms, () => this.#go());
  }

  seek(position: number): void {
    this.seeks.push(position);
    this.#move(false);
    this.#anchor = { position, at: this.#clock.now() };
    this.#setStatus('seeking');
    const number = ++this.#seekNumber;
    const [least, most] = this.#habits.seekLag;
    this.#clock.after(least + (most - least) * this.#habits.random(), () => {
      if (number !== this.#seekNumber) return;
      if (this.#wanted) this.#go();
      else this.#setStatus(this.#refused ? 'blocked' : 'paused');
    });
  }

  setRate(rate: number): void {
    this.speeds.push(rate);
    this.#clock.after(this.#habits.rateLag, () => {
      this.#anchor = { position: this.truth, at: this.#clock.now() };
      this.#rate = rate;
    });
  }

  play(): void {
    this.#refused = this.#habits.blocked;
    this.#wanted = !this.#refused;
    if (this.#refused && this.status !== 'seeking') this.#setStatus('blocked');
    if (this.#refused) return;
    if (this.status === 'seeking') return;
    this.#setStatus('playing');
    this.#clock.after(this.#habits.startLag, () => {
      if (this.status === 'playing') this.#move(true);
    });
  }

  pause(): void {
    this.#wanted = false;
    if (this.status === 'seeking') return;
    this.#move(false);
    this.#setStatus('paused');
  }

  /** Ends the video if the position has reached its end. */
  finish(): void {
    if (this.truth < this.#habits.duration) return;
    this.#wanted = false;
    this.#move(false);
    this.#setStatus('ended');
  }

  fail(): void {
    this.#move(false);
    this.#setStatus('failed');
  }

  close(): void {}

  #go(): void {
    if (!this.#wanted || this.status === 'paused') return;
    this.#setStatus('playing');
    this.#move(true);
  }

  #move(moving: boolean): void {
    this.#anchor = { position: this.truth, at: this.#clock.now() };
    this.#moving = moving;
  }

  #setStatus(status: PlayerStatus): void {
    if (this.status === status) return;
    this.status = status;
    this.emit('status', status);
  }
}

import { median } from './median.js';

/** The strongest correction: so much faster or slower than the lecture's speed. */
const STRONGEST = 0.1;
/** The weakest one: less is not worth a change. */
const WEAKEST = 0.02;
/** Seconds in which a correction would be done, where it need not be stronger than the strongest. */
const PACE = 0.8;
/** Samples of which the median counts before a correction begins, and while one is under way. */
const SAMPLES_AT_REST = 4;
const SAMPLES_CORRECTING = 3;
/** ms that a player may take to follow a change of its speed. */
const SETTLE = 150;

/** Seconds, before it has been seen. */
const FIRST_LAG = 0.1;
/** Seconds; what is more is not the player's sloth. */
const LONGEST_LAG = 0.3;

interface Correction {
  /** Of the drift, until it is mended. */
  sign: number;
  /** The part by which the speed is changed. */
  strength: number;
  /** ms */
  giveUpAt: number;
}

/** How far from its place a player may be before it is corrected, and how near it is to come, in seconds. */
export interface Tolerance {
  engage: number;
  release: number;
}

/**
 * Corrects drift by speed: measures it, plans one correction for all of it, and rests again. Between the drift
 * that engages it and the one that releases it there is room for the noise of measuring, so that it never swings.
 */
export class SpeedController {
  #samples: number[] = [];
  #correction: Correction | undefined;
  /** The last correction, until it is seen how it came out. */
  #last: Correction | undefined;
  /** Seconds from the end of a correction until the player follows, as it was seen. */
  #lag = FIRST_LAG;
  #ignoreUntil = 0;

  constructor(readonly tolerance: Tolerance) {}

  /** By what the lecture's speed is to be multiplied; 1 at rest. */
  get factor(): number {
    return this.#correction ? 1 - this.#correction.sign * this.#correction.strength : 1;
  }

  /** The drift in seconds, positive where the player is ahead; undefined until it has been measured enough. */
  get drift(): number | undefined {
    return this.#samples.length >= SAMPLES_AT_REST ? median(this.#samples) : undefined;
  }

  /** Forgets what was measured, and measures nothing for `ms`. */
  reset(now: number, ms = SETTLE): void {
    this.#samples = [];
    this.#correction = undefined;
    this.#last = undefined;
    this.#ignoreUntil = now + ms;
  }

  /**
   * Takes a sample of the drift in seconds at `now` in ms, and gives the factor from now on.
   * @param rate the lecture's speed
   * @param interval ms until the next sample: a correction that cannot be ended in time is made weaker
   */
  add(drift: number, now: number, rate: number, interval: number): number {
    if (now < this.#ignoreUntil) return this.factor;
    this.#samples = [...this.#samples, drift].slice(-SAMPLES_AT_REST);
    if (this.#correction) this.#mayRelease(this.#correction, now, rate, interval);
    else this.#mayEngage(now, rate, interval);
    return this.factor;
  }

  #mayEngage(now: number, rate: number, interval: number): void {
    const { drift } = this;
    if (drift === undefined) return;
    this.#learn(drift, rate);
    if (Math.abs(drift) < this.tolerance.engage) return;
    const seconds = Math.abs(drift) / rate;
    const strength = Math.min(
      STRONGEST,
      Math.max(WEAKEST, seconds / PACE),
      (seconds * 1000) / (2 * interval),
    );
    // A player that does not follow is measured anew.
    const giveUpAt = now + SETTLE + (1500 * seconds) / strength;
    this.#samples = [];
    this.#correction = { sign: Math.sign(drift), strength, giveUpAt };
  }

  #mayRelease(correction: Correction, now: number, rate: number, interval: number): void {
    if (this.#samples.length < SAMPLES_CORRECTING) return;
    const measured = correction.sign * median(this.#samples.slice(-SAMPLES_CORRECTING));
    // The median is one sample old, and the player goes on for a while when it is told to stop.
    const left = measured - correction.strength * rate * (interval / 1000 + this.#lag);
    if (left > this.tolerance.release && now < correction.giveUpAt) return;
    this.reset(now);
    this.#last = correction;
  }

  /** Ends the next correction earlier where the last one went too far, and later where it fell short. */
  #learn(drift: number, rate: number): void {
    if (!this.#last) return;
    const tooFar = -this.#last.sign * drift;
    this.#lag = Math.min(LONGEST_LAG, Math.max(0, this.#lag + tooFar / (this.#last.strength * rate) / 2));
    this.#last = undefined;
  }
}

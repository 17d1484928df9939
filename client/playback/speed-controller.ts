import { median } from './median.js';

/** Maximum correction, as a share of the lecture's speed. */
const STRONGEST = 0.1;
/** Minimum correction, as a share of the lecture's speed. */
const WEAKEST = 0.02;
/** Planned duration of a correction in seconds, if the maximum correction allows it. */
const PACE = 0.8;
/** Number of samples of which the median counts: before a correction starts, and during one. */
const SAMPLES_AT_REST = 4;
const SAMPLES_CORRECTING = 3;
/** Maximum time in ms until a player follows a change of its speed. */
const SETTLE = 150;

/** The lag in seconds before it is known. */
const FIRST_LAG = 0.1;
/** Maximum lag in seconds. A longer one has another cause. */
const LONGEST_LAG = 0.3;

interface Correction {
  /** Sign of the drift while it is being corrected. */
  sign: number;
  /** Change of the speed, as a share of it. */
  strength: number;
  /** ms */
  giveUpAt: number;
}

/** Drift in seconds that starts a correction (`engage`), and below which it ends (`release`). */
export interface Tolerance {
  engage: number;
  release: number;
}

/**
 * Corrects drift by speed: measures the drift, plans one correction for all of it, and measures again. The drift that
 * starts a correction is larger than the one that ends it by more than the noise of the measurement, so that it does
 * not oscillate.
 */
export class SpeedController {
  #samples: number[] = [];
  #correction: Correction | undefined;
  /** The last correction, until its result is known. */
  #last: Correction | undefined;
  /** Measured seconds from the end of a correction until the player follows. */
  #lag = FIRST_LAG;
  #ignoreUntil = 0;

  constructor(readonly tolerance: Tolerance) {}

  /** Factor for the lecture's speed; 1 without a correction. */
  get factor(): number {
    return this.#correction ? 1 - this.#correction.sign * this.#correction.strength : 1;
  }

  /** The drift in seconds, positive if the player is ahead; undefined until there are enough samples. */
  get drift(): number | undefined {
    return this.#samples.length >= SAMPLES_AT_REST ? median(this.#samples) : undefined;
  }

  /** Discards the samples, and ignores those of the next `ms`. */
  reset(now: number, ms = SETTLE): void {
    this.#samples = [];
    this.#correction = undefined;
    this.#last = undefined;
    this.#ignoreUntil = now + ms;
  }

  /**
   * Adds a sample and returns the new factor.
   * @param drift seconds
   * @param now ms
   * @param rate the lecture's speed
   * @param interval ms until the next sample. A correction that cannot be ended in time is made weaker
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
    // A player that does not follow is measured again.
    const giveUpAt = now + SETTLE + (1500 * seconds) / strength;
    this.#samples = [];
    this.#correction = { sign: Math.sign(drift), strength, giveUpAt };
  }

  #mayRelease(correction: Correction, now: number, rate: number, interval: number): void {
    if (this.#samples.length < SAMPLES_CORRECTING) return;
    const measured = correction.sign * median(this.#samples.slice(-SAMPLES_CORRECTING));
    // The median is one sample old, and the player follows with a lag.
    const left = measured - correction.strength * rate * (interval / 1000 + this.#lag);
    if (left > this.tolerance.release && now < correction.giveUpAt) return;
    this.reset(now);
    this.#last = correction;
  }

  /** Ends the next correction earlier if the last one was too long, and later if it was too short. */
  #learn(drift: number, rate: number): void {
    if (!this.#last) return;
    const tooFar = -this.#last.sign * drift;
    this.#lag = Math.min(LONGEST_LAG, Math.max(0, this.#lag + tooFar / (this.#last.strength * rate) / 2));
    this.#last = undefined;
  }
}

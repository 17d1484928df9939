import type { SyncedClock } from 'lectern-protocol';
import { type Clock, systemClock } from '../clock.js';
import { Emitter } from '../emitter.js';
import type { SignalerState } from '../signaler-state.js';

/** Of so many samples the least delay each way counts. */
const WINDOW = 8;
/** ms between the quick samples at first, and between the slow ones after them. */
const QUICK = 60;
const SLOW = 5_000;
/** ms after which an answer is no longer worth waiting for. */
const TIMEOUT = 5_000;
/** ms by which two computers' clocks may part while a window of samples goes by. */
const WANDER = 5;

/** Calls back when the page may have slept, during which its monotonic clock may have stood still. */
function onWaking(listener: () => void): () => void {
  if (typeof globalThis.addEventListener !== 'function') return () => {};
  const events = ['visibilitychange', 'resume', 'pageshow'];
  const woken = () => {
    if (document.visibilityState === 'visible') listener();
  };
  for (const event of events) globalThis.addEventListener(event, woken);
  return () => {
    for (const event of events) globalThis.removeEventListener(event, woken);
  };
}

/** What one exchange proves of the offset: it lies between these, each off by the delay of one way; in ms. */
interface Sample {
  least: number;
  most: number;
}

export interface ClockSyncEvents {
  /** The estimate moved. */
  change: ServerTime;
}

export interface ServerTime {
  /** ms to add to our clock. */
  offset: number;
  /** ms by which the offset may be wrong, either way. */
  uncertainty: number;
}

/** The part of a Signaler that is used. */
export interface ClockSource {
  readonly state: { name: SignalerState['name'] };
  on(name: 'state', listener: (state: { name: SignalerState['name'] }) => void): () => void;
  request(
    type: 'SyncClock',
    data: { t0: number },
    options: { timeout: number },
  ): Promise<{ data: SyncedClock }>;
}

/** What PlayerSync asks about the time. */
export interface ServerClock {
  /** The server's monotonic clock in ms; undefined while not known. */
  now(): number | undefined;
  on(name: 'change', listener: () => void): () => void;
}

/**
 * Estimates the server's monotonic clock over a Signaler: a burst of quick exchanges whenever the connection
 * opens or the page wakes up, then a slow rhythm. The wall clock has no part in it.
 */
export class ClockSync extends Emitter<ClockSyncEvents> implements ServerClock {
  readonly #signaler: ClockSource;
  readonly #clock: Clock;
  readonly #stopListening: () => void;
  #samples: Sample[] = [];
  #time: ServerTime | undefined;
  /** Quick samples that are still to be sent. */
  #burst = 0;
  /** Answers to what an older connection was asked say nothing of this one's server. */
  #connection = 0;
  #cancelTimer = () => {};

  /** Begins at once, and each time that the signaler opens. */
  constructor(signaler: ClockSource, { clock = systemClock }: { clock?: Clock } = {}) {
    super();
    this.#signaler = signaler;
    this.#clock = clock;
    const stopState = signaler.on('state', ({ name }) => (name === 'open' ? this.#opened() : this.#pause()));
    const stopWaking = onWaking(() => this.#startBurst());
    this.#stopListening = () => {
      stopState();
      stopWaking();
    };
    if (signaler.state.name === 'open') this.#opened();
  }

  /** The present estimate; undefined before the first answer. */
  get time(): ServerTime | undefined {
    return this.#time;
  }

  now(): number | undefined {
    return this.#time && this.#clock.now() + this.#time.offset;
  }

  close(): void {
    this.#pause();
    this.#stopListening();
  }

  /** Another connection may lead to another server, whose clock began elsewhere. */
  #opened(): void {
    this.#connection++;
    this.#samples = [];
    this.#startBurst();
  }

  #pause(): void {
    this.#connection++;
    this.#cancelTimer();
  }

  #startBurst(): void {
    if (this.#signaler.state.name !== 'open') return;
    this.#burst = WINDOW;
    this.#next();
  }

  #next(): void {
    this.#cancelTimer();
    void this.#ask();
    this.#burst = Math.max(0, this.#burst - 1);
    this.#cancelTimer = this.#clock.after(this.#burst > 0 ? QUICK : SLOW, () => this.#next());
  }

  async #ask(): Promise<void> {
    const connection = this.#connection;
    const t0 = this.#clock.now();
    try {
      const { data } = await this.#signaler.request('SyncClock', { t0 }, { timeout: TIMEOUT });
      if (connection === this.#connection) this.#add(t0, data, this.#clock.now());
    } catch {
      // Refused or lost: the next one comes by itself.
    }
  }

  #add(t0: number, { t1, t2 }: SyncedClock, t3: number): void {
    const sample = { least: t2 - t3, most: t1 - t0 };
    const before = bounds(this.#samples);
    // Where two exchanges cannot both be true, a clock was set or stood still.
    const contradicts = sample.least > before.most + WANDER || sample.most < before.least - WANDER;
    this.#samples = contradicts ? [sample] : [...this.#samples, sample].slice(-WINDOW);
    const { least, most } = bounds(this.#samples);
    const offset = (least + most) / 2;
    const uncertainty = Math.abs(most - least) / 2;
    if (offset !== this.#time?.offset || uncertainty !== this.#time.uncertainty) {
      this.#time = { offset, uncertainty };
      this.emit('change', this.#time);
    }
    if (contradicts) this.#startBurst();
  }
}

/**
 * What all samples prove together. With one sample its middle is ((t1 − t0) + (t2 − t3)) / 2; of several, each way's
 * least delay counts by itself, so that a sample that was quick one way only is still of use and none misleads.
 */
function bounds(samples: Sample[]): Sample {
  return {
    least: Math.max(...samples.map(({ least }) => least)),
    most: Math.min(...samples.map(({ most }) => most)),
  };
}

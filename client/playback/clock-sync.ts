import type { SyncedClock } from 'lectern-protocol';
import { type Clock, systemClock } from '../clock.js';
import { Emitter } from '../emitter.js';
import type { SignalerState } from '../signaler-state.js';

/** Number of samples of which the least delay in each direction counts. */
const WINDOW = 8;
/** ms between the samples of the first burst, and between those that follow. */
const QUICK = 60;
const SLOW = 5_000;
/** Time limit in ms for a reply. */
const TIMEOUT = 5_000;
/** Maximum drift in ms between two computers' clocks during a window of samples. */
const WANDER = 5;

/** Calls back when the computer may have slept, because the monotonic clock may have stopped. */
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

/** Bounds of the offset in ms, as proved by one exchange. Each is off by the delay in one direction. */
interface Sample {
  least: number;
  most: number;
}

export interface ClockSyncEvents {
  /** The estimate changed. */
  change: ServerTime;
}

export interface ServerTime {
  /** ms to add to this client's clock. */
  offset: number;
  /** Maximum error of the offset in ms, in either direction. */
  uncertainty: number;
}

/** The part of a Signaler that ClockSync needs. */
export interface ClockSource {
  readonly state: { name: SignalerState['name'] };
  on(name: 'state', listener: (state: { name: SignalerState['name'] }) => void): () => void;
  request(
    type: 'SyncClock',
    data: { t0: number },
    options: { timeout: number },
  ): Promise<{ data: SyncedClock }>;
}

/** The part of a ClockSync that PlayerSync needs. */
export interface ServerClock {
  /** The server's monotonic clock in ms; undefined while it is not known. */
  now(): number | undefined;
  on(name: 'change', listener: () => void): () => void;
}

/**
 * Estimates the server's monotonic clock by exchanges over a Signaler: a burst when the connection opens or the page
 * wakes up, then one at a time at longer intervals. It does not use the wall clock.
 */
export class ClockSync extends Emitter<ClockSyncEvents> implements ServerClock {
  readonly #signaler: ClockSource;
  readonly #clock: Clock;
  readonly #stopListening: () => void;
  #samples: Sample[] = [];
  #time: ServerTime | undefined;
  /** Number of samples of the burst that are still to be sent. */
  #burst = 0;
  /** Counts connections: a reply over a former one can be another server's. */
  #connection = 0;
  #cancelTimer = () => {};

  /** Starts immediately, and again each time the signaler opens. */
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

  /** The present estimate; undefined before the first reply. */
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

  /** A new connection can lead to another server, whose clock has another origin. */
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
      // The next exchange follows in any case.
    }
  }

  #add(t0: number, { t1, t2 }: SyncedClock, t3: number): void {
    const sample = { least: t2 - t3, most: t1 - t0 };
    const before = bounds(this.#samples);
    // If two exchanges contradict each other, a clock was set or stopped.
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
 * Bounds that all samples prove together. The middle of one sample is ((t1 − t0) + (t2 − t3)) / 2. Of several
 * samples, the least delay counts for each direction separately, so that a sample that was quick in one direction is
 * still used.
 */
function bounds(samples: Sample[]): Sample {
  return {
    least: Math.max(...samples.map(({ least }) => least)),
    most: Math.min(...samples.map(({ most }) => most)),
  };
}

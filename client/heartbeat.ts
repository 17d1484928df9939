import type { ServerMessage } from 'lectern-protocol';
import type { Clock } from './clock.js';

/** Beyond the heartbeat's interval, a connection without any message for this many ms is considered dead. */
const GRACE = 8_000;
/** Answers at most one ping of another client in this many ms: others must not be able to use up our rate limit. */
const PONG_INTERVAL = 500;

/** Tells which pings are answered, and whether a connection is still alive. */
export class Heartbeat {
  readonly #clock: Clock;
  #heardAt = 0;
  #pongedAt = Number.NEGATIVE_INFINITY;
  #cancelTimer = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Called for everything that arrives. */
  heard(): void {
    this.#heardAt = this.#clock.now();
  }

  /**
   * Watches a connection, instead of the one before.
   * @param interval ms between the server's pings
   * @param onDead called once if the connection is silent for too long, with that time in ms
   */
  start(interval: number, onDead: (silence: number) => void): void {
    this.stop();
    this.#watch(interval + GRACE, onDead);
  }

  stop(): void {
    this.#cancelTimer();
  }

  answers({ sender }: ServerMessage<'ping'>): boolean {
    if (sender === 'server') return true;
    if (this.#clock.now() - this.#pongedAt < PONG_INTERVAL) return false;
    this.#pongedAt = this.#clock.now();
    return true;
  }

  /** One timer for each connection instead of one for each message: when it fires early, it waits for the rest. */
  #watch(limit: number, onDead: (silence: number) => void): void {
    const left = this.#heardAt + limit - this.#clock.now();
    if (left > 0) this.#cancelTimer = this.#clock.after(left, () => this.#watch(limit, onDead));
    else onDead(limit);
  }
}

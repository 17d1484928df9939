import type { ServerMessage } from 'lectern-protocol';
import type { Clock } from './clock.js';

/** Beyond the heartbeat's interval, a connection without any message for this many ms is considered dead. */
const GRACE = 8_000;
/** Answers at most one ping of another client in this many ms: others must not be able to use up our rate limit. */
const PONG_INTERVAL = 500;

/** ms without any message after a request, from which on the connection is doubtful. */
const DOUBT_AFTER = 3_000;

/** Tells which pings are answered, and whether a connection is still alive. */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #onDoubt: (doubtful: boolean) => void;
  #heardAt = 0;
  #pongedAt = Number.NEGATIVE_INFINITY;
  #cancelTimer = () => {};
  #doubtful = false;
  /** Whether a message will be answered, and nothing has arrived since it was sent. */
  #waits = false;
  #cancelDoubt = () => {};

  /** @param onDoubt called when the connection becomes doubtful, and when a message dispels the doubt */
  constructor(clock: Clock, onDoubt: (doubtful: boolean) => void) {
    this.#clock = clock;
    this.#onDoubt = onDoubt;
  }

  /** Whether a message from the server is overdue: the connection can be lost. */
  get doubtful(): boolean {
    return this.#doubtful;
  }

  /** Called for everything that arrives. */
  heard(): void {
    this.#heardAt = this.#clock.now();
    this.#waits = false;
    if (this.#doubtful) this.#setDoubt(false);
  }

  /** Called for each message that the server answers. */
  expect(): void {
    if (this.#waits) return;
    this.#waits = true;
    this.#cancelDoubt();
    this.#cancelDoubt = this.#clock.after(DOUBT_AFTER, () => {
      if (this.#waits) this.doubt();
    });
  }

  /** The connection is doubtful until the next message arrives. */
  doubt(): void {
    if (!this.#doubtful) this.#setDoubt(true);
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
    this.#cancelDoubt();
    this.#waits = false;
    if (this.#doubtful) this.#setDoubt(false);
  }

  answers({ sender }: ServerMessage<'ping'>): boolean {
    if (sender === 'server') return true;
    if (this.#clock.now() - this.#pongedAt < PONG_INTERVAL) return false;
    this.#pongedAt = this.#clock.now();
    return true;
  }

  #setDoubt(doubtful: boolean): void {
    this.#doubtful = doubtful;
    this.#onDoubt(doubtful);
  }

  /** One timer for each connection instead of one for each message: when it fires early, it waits for the rest. */
  #watch(limit: number, onDead: (silence: number) => void): void {
    const left = this.#heardAt + limit - this.#clock.now();
    if (left > 0) this.#cancelTimer = this.#clock.after(left, () => this.#watch(limit, onDead));
    else onDead(limit);
  }
}

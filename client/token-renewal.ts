import type { Clock } from './clock.js';

/** Renews a token when this share of its lifetime has passed, but at most MARGIN ms before its end. */
const SHARE = 0.8;
const MARGIN = 60_000;

/** Time in ms after which a failed renewal is tried again. */
const RETRY = 10_000;

/** The longest delay of a timer, in ms. */
const LONGEST = 2 ** 31 - 1;

/** Renews the user's token before it expires, so that the server does not disconnect the client. */
export class TokenRenewal {
  readonly #clock: Clock;
  readonly #renew: () => Promise<number | undefined>;
  #cancel = () => {};
  /** Counts the starts, so that the result of a renewal before the last one is ignored. */
  #starts = 0;

  /** @param renew fetches a token, sends it to the server, and resolves to its lifetime in s */
  constructor(clock: Clock, renew: () => Promise<number | undefined>) {
    this.#clock = clock;
    this.#renew = renew;
  }

  /** @param lifetime time in s until the token expires; undefined if it does not */
  start(lifetime: number | undefined): void {
    this.stop();
    if (lifetime === undefined) return;
    const ms = lifetime * 1000;
    this.#schedule(Math.max(ms * SHARE, ms - MARGIN));
  }

  stop(): void {
    this.#starts++;
    this.#cancel();
  }

  #schedule(delay: number): void {
    const start = this.#starts;
    this.#cancel = this.#clock.after(Math.min(delay, LONGEST), async () => {
      try {
        const lifetime = await this.#renew();
        if (start === this.#starts) this.start(lifetime);
      } catch {
        // If no attempt succeeds in time, the server disconnects the client, which then logs in again.
        if (start === this.#starts) this.#schedule(RETRY);
      }
    });
  }
}

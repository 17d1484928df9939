import type { ClientData, ClientMessageType, Granted } from 'lectern-protocol';
import { type Clock, systemClock } from './clock.js';
import { RequestError } from './request-error.js';
import type { Signaler } from './signaler.js';
import { TokenBucket } from './token-bucket.js';

/** Share of the allowed rate that is used, so that the user's other requests are not refused. */
const SHARE = 0.5;

/** Sends many requests, one after the other, at a rate that the server allows. */
export class SteadyRequests {
  readonly #signaler: Pick<Signaler, 'request'>;
  readonly #clock: Clock;
  readonly #bucket: TokenBucket | undefined;

  constructor(signaler: Pick<Signaler, 'request' | 'state'>, clock: Clock = systemClock) {
    this.#signaler = signaler;
    this.#clock = clock;
    if (signaler.state.name !== 'open') return;
    const rate = signaler.state.welcome.limits.rates.other;
    const perSecond = rate.per_second * SHARE;
    const burst = Math.max(1, Math.min(perSecond, rate.burst * SHARE));
    this.#bucket = new TokenBucket({ perSecond, burst }, clock.now());
  }

  /** Waits until the request is allowed. Rejects like `Signaler.request`, except with `rate-limited`. */
  async request<T extends ClientMessageType>(type: T, data: ClientData[T]): Promise<Granted<T>> {
    for (;;) {
      while (this.#bucket && !this.#bucket.take(this.#clock.now())) {
        await this.#pause(this.#bucket.wait(this.#clock.now()));
      }
      try {
        return await this.#signaler.request(type, data);
      } catch (error) {
        const wait = error instanceof RequestError && error.data?.retry_after_ms;
        if (typeof wait !== 'number') throw error;
        await this.#pause(wait);
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(ms, resolve));
  }
}

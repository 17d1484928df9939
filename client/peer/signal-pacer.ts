import type { ClientData, ClientMessageType, Rate } from 'lectern-protocol';
import type { Clock } from '../clock.js';
import type { Signaler } from '../signaler.js';
import { TokenBucket } from '../token-bucket.js';

/** Part of the allowed rate that we use: the server's clock is not ours. */
const SHARE = 0.8;
const MAX_QUEUE = 5_000;

/** Sends no faster than the server allows: what it refuses is lost, and too much of that closes the connection. */
export class SignalPacer implements Pick<Signaler, 'send'> {
  readonly #signaler: Pick<Signaler, 'send'>;
  readonly #clock: Clock;
  #bucket: TokenBucket | undefined;
  #queue: { receiver: string; send: () => void }[] = [];
  #cancelTimer = () => {};

  constructor(signaler: Pick<Signaler, 'send'>, clock: Clock) {
    this.#signaler = signaler;
    this.#clock = clock;
  }

  /** Begins anew with a connection's rate; what waited for the one before is dropped. */
  reset(rate: Rate): void {
    this.#cancelTimer();
    this.#queue = [];
    const perSecond = rate.per_second * SHARE;
    this.#bucket = new TokenBucket({ perSecond, burst: Math.max(1, rate.burst * SHARE) }, this.#clock.now());
  }

  /** Sends it now or soon; false where it never will be. */
  send<T extends ClientMessageType>(type: T, data?: ClientData[T], receiver?: string): boolean {
    const send = () => this.#signaler.send(type, data, receiver);
    if (this.#queue.length === 0 && this.#bucket?.take(this.#clock.now())) return send();
    if (!this.#bucket || this.#queue.length >= MAX_QUEUE) return false;
    this.#queue.push({ receiver: receiver ?? 'server', send });
    if (this.#queue.length === 1) this.#wait(this.#bucket);
    return true;
  }

  /** Drops what waits for a receiver that is gone. */
  forget(receiver: string): void {
    this.#queue = this.#queue.filter((each) => each.receiver !== receiver);
  }

  #wait(bucket: TokenBucket): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(bucket.wait(this.#clock.now()), () => {
      while (this.#queue.length > 0 && bucket.take(this.#clock.now())) this.#queue.shift()?.send();
      if (this.#queue.length > 0) this.#wait(bucket);
    });
  }
}

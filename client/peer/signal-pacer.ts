import type { ClientData, ClientMessageType, Rate } from 'lectern-protocol';
import type { Clock } from '../clock.js';
import type { Signaler } from '../signaler.js';
import { TokenBucket } from '../token-bucket.js';

/** Share of the allowed rate that is used, because clocks differ. */
const SHARE = 0.8;
const MAX_QUEUE = 5_000;

/** Sends signals at the rate that the server allows. Beyond it, the server refuses messages, and then disconnects. */
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

  /** Starts with the rate of a new connection, and discards what is queued. */
  reset(rate: Rate): void {
    this.#cancelTimer();
    this.#queue = [];
    const perSecond = rate.per_second * SHARE;
    this.#bucket = new TokenBucket({ perSecond, burst: Math.max(1, rate.burst * SHARE) }, this.#clock.now());
  }

  /** Sends or queues a message. Returns false if the message was discarded. */
  send<T extends ClientMessageType>(type: T, data?: ClientData[T], receiver?: string): boolean {
    const send = () => this.#signaler.send(type, data, receiver);
    if (this.#queue.length === 0 && this.#bucket?.take(this.#clock.now())) return send();
    if (!this.#bucket || this.#queue.length >= MAX_QUEUE) return false;
    this.#queue.push({ receiver: receiver ?? 'server', send });
    if (this.#queue.length === 1) this.#wait(this.#bucket);
    return true;
  }

  /** Discards what is queued for a receiver that has left. */
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

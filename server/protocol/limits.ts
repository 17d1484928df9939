import type { Options } from 'lectern-protocol/options';
import { Refusal } from './errors.js';

const RATE_CLASSES = ['signaling', 'chat', 'other'] as const;

export type RateClass = (typeof RATE_CLASSES)[number];

/** Sustained rate and maximum burst for each class of messages. */
export type Rates = Record<RateClass, { perSecond: number; burst: number }>;

export const ratesOf = (options: Options): Rates => ({
  signaling: { perSecond: options.signalingRate, burst: options.signalingBurst },
  chat: { perSecond: options.chatRate, burst: options.chatBurst },
  other: { perSecond: options.otherRate, burst: options.otherBurst },
});

/** Token buckets, one for each class of messages. Times are in ms of a monotonic clock. */
export class RateLimit {
  private readonly tokens: Record<RateClass, number>;
  private readonly filledAt: Record<RateClass, number>;

  constructor(
    private readonly rates: Rates,
    now: number,
  ) {
    this.tokens = { signaling: rates.signaling.burst, chat: rates.chat.burst, other: rates.other.burst };
    this.filledAt = { signaling: now, chat: now, other: now };
  }

  /** Counts a message. Returns 0, or the time in ms to wait if the rate of its class is exceeded. */
  take(rate: RateClass, now: number): number {
    const tokens = this.available(rate, now);
    this.filledAt[rate] = now;
    this.tokens[rate] = tokens;
    if (tokens < 1) return Math.ceil(((1 - tokens) / this.rates[rate].perSecond) * 1000);
    this.tokens[rate] = tokens - 1;
    return 0;
  }

  /** Whether all buckets are full, as those of a new limit. */
  isFull(now: number): boolean {
    return RATE_CLASSES.every((rate) => this.available(rate, now) >= this.rates[rate].burst);
  }

  private available(rate: RateClass, now: number): number {
    const { perSecond, burst } = this.rates[rate];
    return Math.min(burst, this.tokens[rate] + ((now - this.filledAt[rate]) / 1000) * perSecond);
  }
}

/** Returns the refusal of a message that exceeds a rate. */
export const rateLimited = (wait: number): Refusal =>
  new Refusal('rate-limited', `too many messages; try again in ${wait} ms`, { retry_after_ms: wait });

/** Counts one connection's refused messages within a window. Times are in ms of a monotonic clock. */
export class RefusalCount {
  private count = 0;
  private since = 0;

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** Counts a refused message. Returns true if the limit is reached. */
  add(now: number): boolean {
    if (now - this.since > this.windowMs) {
      this.since = now;
      this.count = 0;
    }
    return ++this.count >= this.most;
  }
}

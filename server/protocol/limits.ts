import type { Options } from 'lectern-protocol/options';
import { Refusal } from './errors.js';

const RATE_CLASSES = ['signaling', 'chat', 'other'] as const;

export type RateClass = (typeof RATE_CLASSES)[number];

/** Sustained rate and maximum burst of messages. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/** The rates of all classes of messages. */
export type Rates = Record<RateClass, Rate>;

/** The rate of a message type that has a rate of its own. */
export interface TypeRate extends Rate {
  /** Key of the type. */
  key: string;
}

export const ratesOf = (options: Options): Rates => ({
  signaling: { perSecond: options.signalingRate, burst: options.signalingBurst },
  chat: { perSecond: options.chatRate, burst: options.chatBurst },
  other: { perSecond: options.otherRate, burst: options.otherBurst },
});

/** Returns a rate multiplied by a share, with a burst of at least one message. */
export const scaledRate = ({ perSecond, burst }: Rate, rateShare: number, burstShare: number): Rate => ({
  perSecond: perSecond * rateShare,
  burst: Math.max(1, burst * burstShare),
});

/** A token bucket of messages. Times are in ms of a monotonic clock. */
export class RateBucket {
  private tokens: number;

  constructor(
    private readonly rate: Rate,
    private filledAt: number,
  ) {
    this.tokens = rate.burst;
  }

  /** Counts a message. Returns 0, or the time in ms to wait if the rate is exceeded. */
  take(now: number): number {
    this.tokens = this.available(now);
    this.filledAt = now;
    if (this.tokens < 1) return Math.ceil(((1 - this.tokens) / this.rate.perSecond) * 1000);
    this.tokens--;
    return 0;
  }

  /** Whether it has as many tokens as a new bucket. */
  isFull(now: number): boolean {
    return this.available(now) >= this.rate.burst;
  }

  private available(now: number): number {
    const { perSecond, burst } = this.rate;
    return Math.min(burst, this.tokens + ((now - this.filledAt) / 1000) * perSecond);
  }
}

/** Token buckets, one for each class of messages. */
export class RateLimit {
  private readonly buckets: Record<RateClass, RateBucket>;

  constructor(rates: Rates, now: number) {
    this.buckets = {
      signaling: new RateBucket(rates.signaling, now),
      chat: new RateBucket(rates.chat, now),
      other: new RateBucket(rates.other, now),
    };
  }

  bucketOf(rate: RateClass): RateBucket {
    return this.buckets[rate];
  }

  /** Whether all buckets are full, as those of a new limit. */
  isFull(now: number): boolean {
    return RATE_CLASSES.every((rate) => this.buckets[rate].isFull(now));
  }
}

/**
 * Returns the refusal of a message that exceeds a rate.
 * @param wait time in ms after which the client can try again
 * @param key the type, if it has a rate of its own
 */
export const rateLimited = (wait: number, key?: string): Refusal =>
  new Refusal(
    'rate-limited',
    `too many ${key === undefined ? '' : `'${key}' `}messages; try again in ${wait} ms`,
    {
      retry_after_ms: wait,
    },
  );

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

import type { Options } from 'lectern-protocol/options';
import { Refusal } from './errors.js';

export type RateClass = 'signaling' | 'chat' | 'other';

/** Sustained rate and maximum burst for each class of messages. */
export type Rates = Record<RateClass, { perSecond: number; burst: number }>;

export const ratesOf = (options: Options): Rates => ({
  signaling: { perSecond: options.signalingRate, burst: options.signalingBurst },
  chat: { perSecond: options.chatRate, burst: options.chatBurst },
  other: { perSecond: options.otherRate, burst: options.otherBurst },
});

/** Token buckets of one client, one for each class of messages. Times are in ms of a monotonic clock. */
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

  /** Counts a message. @throws Refusal rate-limited if the rate of its class is exceeded */
  take(rate: RateClass, now: number): void {
    const { perSecond, burst } = this.rates[rate];
    const earned = ((now - this.filledAt[rate]) / 1000) * perSecond;
    const tokens = Math.min(burst, this.tokens[rate] + earned);
    this.filledAt[rate] = now;
    this.tokens[rate] = tokens;
    if (tokens < 1) {
      const wait = Math.ceil(((1 - tokens) / perSecond) * 1000);
      throw new Refusal('rate-limited', `too many messages; try again in ${wait} ms`, {
        retry_after_ms: wait,
      });
    }
    this.tokens[rate] = tokens - 1;
  }
}

/** Counts one client's refused messages within a window. Times are in ms of a monotonic clock. */
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

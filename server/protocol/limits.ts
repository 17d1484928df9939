import type { Options } from 'lectern-protocol/options';
import { Refusal } from './errors.js';

export type RateClass = 'signaling' | 'chat' | 'other';

/** Sustained rate and what may come at once, by class of message. */
export type Rates = Record<RateClass, { perSecond: number; burst: number }>;

export const ratesOf = (options: Options): Rates => ({
  signaling: { perSecond: options.signalingRate, burst: options.signalingBurst },
  chat: { perSecond: options.chatRate, burst: options.chatBurst },
  other: { perSecond: options.otherRate, burst: options.otherBurst },
});

/** A token bucket for each class of message of one client. Times are of the monotonic clock, in ms. */
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

  /** @throws Refusal rate-limited where the class has no message left */
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

/** Counts one client's refused messages over a window. Times are of the monotonic clock, in ms. */
export class RefusalCount {
  private count = 0;
  private since = 0;

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** Counts one more; true where they have become too many. */
  add(now: number): boolean {
    if (now - this.since > this.windowMs) {
      this.since = now;
      this.count = 0;
    }
    return ++this.count >= this.most;
  }
}

import type { Options } from 'lectern-protocol/options';
import { RateLimit, RefusalCount, ratesOf } from '../protocol/limits.js';

/** The limits of one client's pings and pongs below the protocol: those of its other messages, counted apart. */
export class ControlFrames {
  private readonly rateLimit: RateLimit;
  private readonly refusals: RefusalCount;

  constructor(options: Options, now: number) {
    this.rateLimit = new RateLimit(ratesOf(options), now);
    this.refusals = new RefusalCount(options.refusals, options.refusalsWindow * 1000);
  }

  /** Counts one more that nobody asked for: whether to answer it, or to close the connection. */
  take(now: number): 'answer' | 'ignore' | 'abuse' {
    try {
      this.rateLimit.take('other', now);
      return 'answer';
    } catch {
      return this.refusals.add(now) ? 'abuse' : 'ignore';
    }
  }
}

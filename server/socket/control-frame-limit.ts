import type { Options } from 'lectern-protocol/options';
import { RateLimit, RefusalCount, ratesOf } from '../protocol/limits.js';

/** Limits a client's unsolicited WebSocket pings and pongs: like its other messages, but counted separately. */
export class ControlFrameLimit {
  private readonly rateLimit: RateLimit;
  private readonly refusals: RefusalCount;

  constructor(options: Options, now: number) {
    this.rateLimit = new RateLimit(ratesOf(options), now);
    this.refusals = new RefusalCount(options.refusals, options.refusalsWindow * 1000);
  }

  /** Counts a control frame. Returns whether to answer it, ignore it, or close the connection. */
  count(now: number): 'answer' | 'ignore' | 'abuse' {
    if (this.rateLimit.take('other', now) === 0) return 'answer';
    return this.refusals.add(now) ? 'abuse' : 'ignore';
  }
}

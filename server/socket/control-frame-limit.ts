import type { Options } from 'lectern-protocol/options';
import { RateBucket, RefusalCount, ratesOf } from '../protocol/limits.js';

/** Limits a client's unsolicited WebSocket pings and pongs: like its other messages, but counted separately. */
export class ControlFrameLimit {
  private readonly rate: RateBucket;
  private readonly refusals: RefusalCount;

  constructor(options: Options, now: number) {
    this.rate = new RateBucket(ratesOf(options).other, now);
    this.refusals = new RefusalCount(options.refusals, options.refusalsWindow * 1000);
  }

  /** Counts a control frame. Returns whether to answer it, ignore it, or close the connection. */
  count(now: number): 'answer' | 'ignore' | 'abuse' {
    if (this.rate.take(now) === 0) return 'answer';
    return this.refusals.add(now) ? 'abuse' : 'ignore';
  }
}

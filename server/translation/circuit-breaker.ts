import type { ProviderError } from './provider.js';

/** Pause in ms after the provider rejected a request, unless it named another one. */
const REFUSED_PAUSE_MS = 60_000;

/** Pause in ms of a slow provider before one text tries it again. */
const SLOW_PAUSE_MS = 10_000;

/** Number of consecutive timeouts after which the provider counts as slow. */
const SLOW_LIMIT = 3;

/**
 * Pauses requests to a provider that would only delay messages: one that rejects requests (used-up quota, wrong key), or
 * that timed out several times in a row.
 */
export class CircuitBreaker {
  private openUntil = 0;
  private slowRun = 0;

  /** @param now a monotonic clock in ms */
  constructor(private readonly now: () => number) {}

  /** Tells whether a request is allowed now. The caller must record its result. */
  allows(): boolean {
    if (this.now() < this.openUntil) return false;
    // One text tries a slow provider. The others are not allowed until its result is recorded.
    if (this.slowRun >= SLOW_LIMIT) this.open(SLOW_PAUSE_MS);
    return true;
  }

  /** Records the result of a request. @param error undefined if the request succeeded */
  record(error: ProviderError | undefined): void {
    switch (error?.outcome) {
      case 'slow':
        this.slowRun++;
        if (this.slowRun >= SLOW_LIMIT) this.open(SLOW_PAUSE_MS);
        break;
      case 'limited':
      case 'denied':
        this.slowRun = 0;
        this.open(error.retryAfter ?? REFUSED_PAUSE_MS);
        break;
      default:
        if (this.slowRun >= SLOW_LIMIT) this.openUntil = 0;
        this.slowRun = 0;
    }
  }

  private open(ms: number): void {
    this.openUntil = Math.max(this.openUntil, this.now() + ms);
  }
}

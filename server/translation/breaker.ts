import type { ProviderError } from './provider.js';

/** ms that a provider is left alone after it refused us, unless it said for how long. */
const REFUSED_MS = 60_000;

/** ms that a slow provider is left alone before one text is let through to see. */
const SLOW_MS = 10_000;

/** Texts in a row that get no answer in time until the provider counts as slow. */
const SLOW_RUN = 3;

/**
 * Leaves a provider alone that would only keep people waiting: one that refuses us (a quota used up, a key
 * that is wrong), and one that has been slow several times in a row.
 */
export class Breaker {
  private openUntil = 0;
  private slowRun = 0;

  /** @param now a monotonic clock in ms */
  constructor(private readonly now: () => number) {}

  /** Whether one more text may be asked about now; what becomes of it must be recorded. */
  admit(): boolean {
    if (this.now() < this.openUntil) return false;
    // One text tries a provider that was slow; the others stay out until it has told.
    if (this.slowRun >= SLOW_RUN) this.open(SLOW_MS);
    return true;
  }

  /** @param error undefined where the provider did what it was asked */
  record(error: ProviderError | undefined): void {
    switch (error?.outcome) {
      case 'slow':
        this.slowRun++;
        if (this.slowRun >= SLOW_RUN) this.open(SLOW_MS);
        break;
      case 'limited':
      case 'denied':
        this.slowRun = 0;
        this.open(error.retryAfter ?? REFUSED_MS);
        break;
      default:
        if (this.slowRun >= SLOW_RUN) this.openUntil = 0;
        this.slowRun = 0;
    }
  }

  private open(ms: number): void {
    this.openUntil = Math.max(this.openUntil, this.now() + ms);
  }
}

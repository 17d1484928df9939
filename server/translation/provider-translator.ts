import type { Translation, Translations } from 'lectern-protocol';
import { LRUCache } from 'lru-cache';
import { Semaphore } from '../util/semaphore.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { type Provider, ProviderError } from './provider.js';
import type { Translator } from './translator.js';

/**
 * The outcome for a text. translated: the provider translated it; cached: the translation was cached; too-long: the
 * text exceeds the provider's maximum; paused: the circuit breaker allows no requests; busy: too many other requests;
 * abandoned: the caller's signal was aborted; slow, limited, denied, failed: as in ProviderError.
 */
export type TranslationOutcome =
  | 'translated'
  | 'cached'
  | 'too-long'
  | 'paused'
  | 'busy'
  | 'abandoned'
  | ProviderError['outcome'];

/** A monotonic clock in ms, and its timer. `after` returns a function that stops the timer. */
export interface Clock {
  now(): number;
  after(ms: number, callback: () => void): () => void;
}

/** Settings of a ProviderTranslator; all have defaults. */
export interface ProviderTranslatorSettings {
  /**
   * Called once for each request for a text with letters, even if several callers share one. Must not throw.
   * @param reason the failure, for logs; contains neither keys nor the text
   */
  onOutcome?: (provider: Provider['name'], outcome: TranslationOutcome, reason?: string) => void;
  clock?: Clock;
  /** Maximum number of concurrent texts. */
  concurrency?: number;
  cacheEntries?: number;
  cacheBytes?: number;
}

interface TranslationResult {
  translations: Translations;
  outcome: TranslationOutcome;
  reason?: string | undefined;
}

/** Maximum number of characters of a result in a message (schemas/classroom.json). */
export const MAX_RESULT_LENGTH = 16_384;

/** Translates by a provider, with a cache, a timeout, a limit of concurrent requests and a circuit breaker. */
export class ProviderTranslator implements Translator {
  private readonly onOutcome: NonNullable<ProviderTranslatorSettings['onOutcome']>;
  private readonly clock: Clock;
  private readonly cache: LRUCache<string, Translations>;
  private readonly semaphore: Semaphore;
  private readonly breaker: CircuitBreaker;
  private readonly inFlight = new Map<string, Promise<TranslationResult>>();

  /** @param timeout maximum time in ms for one text */
  constructor(
    private readonly provider: Provider,
    private readonly timeout: number,
    settings: ProviderTranslatorSettings,
  ) {
    this.onOutcome = settings.onOutcome ?? (() => {});
    this.clock = settings.clock ?? systemClock;
    this.cache = new LRUCache({
      max: settings.cacheEntries ?? 10_000,
      maxSize: settings.cacheBytes ?? 8 * 1024 * 1024,
      sizeCalculation: ({ ko, en }, text) => 2 * (text.length + ko.result.length + en.result.length),
    });
    this.semaphore = new Semaphore(settings.concurrency ?? 16);
    this.breaker = new CircuitBreaker(() => this.clock.now());
  }

  get name(): Provider['name'] {
    return this.provider.name;
  }

  async translate(text: string, { signal }: { signal?: AbortSignal } = {}): Promise<Translations> {
    // Numbers and emoji are the same in both languages, and must not use up the quota.
    if (!/\p{L}/u.test(text)) return { ko: untranslated(text), en: untranslated(text) };
    const { translations, outcome, reason } = await this.lookUp(text, signal);
    this.onOutcome(this.provider.name, outcome, reason);
    return translations;
  }

  private lookUp(text: string, signal?: AbortSignal): TranslationResult | Promise<TranslationResult> {
    const known = this.cache.get(text);
    if (known) return { translations: known, outcome: 'cached' };
    let work = this.inFlight.get(text);
    if (!work) {
      if (text.length > this.provider.maxLength) return failedResult(text, 'too-long');
      work = this.askInTurn(text).finally(() => this.inFlight.delete(text));
      this.inFlight.set(text, work);
    }
    return signal ? unlessAborted(work, signal, failedResult(text, 'abandoned')) : work;
  }

  /** Waits for a free slot, then asks the provider. Takes at most `timeout`. */
  private async askInTurn(text: string): Promise<TranslationResult> {
    const deadline = new AbortController();
    const stop = this.clock.after(this.timeout, () => deadline.abort());
    try {
      if (!(await this.semaphore.acquire(deadline.signal))) return failedResult(text, 'busy');
      try {
        if (!this.breaker.allows()) return failedResult(text, 'paused');
        return await this.translateBoth(text, deadline.signal);
      } finally {
        this.semaphore.release();
      }
    } finally {
      stop();
    }
  }

  private async translateBoth(text: string, signal: AbortSignal): Promise<TranslationResult> {
    let error: ProviderError | undefined;
    const attempt = (request: Promise<string>): Promise<string | undefined> =>
      request.catch((thrown: unknown) => {
        error ??=
          thrown instanceof ProviderError ? thrown : new ProviderError('failed', 'an unexpected error');
        return undefined;
      });
    const source = await attempt(this.provider.detect(text, signal));
    const into = async (target: keyof Translations): Promise<Translation> => {
      if (source === undefined) return fallback(text);
      if (source === target) return untranslated(text);
      const result = await attempt(this.translateInto(text, source, target, signal));
      return result === undefined ? fallback(text) : { result, status: 200 };
    };
    const [ko, en] = await Promise.all([into('ko'), into('en')]);
    this.breaker.record(error);
    if (error) return { translations: { ko, en }, outcome: error.outcome, reason: error.reason };
    this.cache.set(text, { ko, en });
    return { translations: { ko, en }, outcome: 'translated' };
  }

  private async translateInto(
    text: string,
    source: string,
    target: string,
    signal: AbortSignal,
  ): Promise<string> {
    const result = await this.provider.translate(text, source, target, signal);
    if (result === '') throw new ProviderError('failed', 'the translation is empty');
    if (result.length > MAX_RESULT_LENGTH)
      throw new ProviderError('failed', 'the translation is too long to send');
    return result;
  }
}

const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** Returns the result for a text that needs no translation. */
export function untranslated(text: string): Translation {
  return { result: text, status: 200 };
}

/** Returns the result for a text whose translation failed. */
function fallback(text: string): Translation {
  return { result: text, status: 202 };
}

function failedResult(text: string, outcome: TranslationOutcome): TranslationResult {
  return { translations: { ko: fallback(text), en: fallback(text) }, outcome };
}

/** Returns the result of `work`, or `otherwise` as soon as the signal is aborted. The work continues. */
function unlessAborted(
  work: Promise<TranslationResult>,
  signal: AbortSignal,
  otherwise: TranslationResult,
): Promise<TranslationResult> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(otherwise);
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    void work.then((answer) => {
      signal.removeEventListener('abort', giveUp);
      resolve(answer);
    });
  });
}

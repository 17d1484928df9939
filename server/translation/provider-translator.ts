import type { Translation, Translations } from 'lectern-protocol';
import { LRUCache } from 'lru-cache';
import { Semaphore } from '../util/semaphore.js';
import { Breaker } from './breaker.js';
import { type Provider, ProviderError } from './provider.js';
import type { Translator } from './translator.js';

/**
 * What became of a text. translated: both languages were had; cached: they were known; too-long: longer than
 * the provider takes; paused: the provider is left alone for a while; busy: its turn did not come within the
 * limit; abandoned: the caller's signal was aborted; slow, limited, denied, failed: as in ProviderError.
 */
export type Outcome =
  | 'translated'
  | 'cached'
  | 'too-long'
  | 'paused'
  | 'busy'
  | 'abandoned'
  | ProviderError['outcome'];

/** A monotonic clock in ms, and a timer of it; `after` returns what stops the timer. */
export interface Clock {
  now(): number;
  after(ms: number, callback: () => void): () => void;
}

export interface ProviderTranslatorSettings {
  /**
   * Told once for each text that has letters, also where several ask for the same. It must not throw.
   * @param reason what went wrong, for logs: without keys and without the text
   */
  onOutcome?: (provider: Provider['name'], outcome: Outcome, reason?: string) => void;
  clock?: Clock;
  /** How many texts the provider is asked about at a time. */
  concurrency?: number;
  cacheEntries?: number;
  cacheBytes?: number;
}

interface Answer {
  translations: Translations;
  outcome: Outcome;
  reason?: string | undefined;
}

/** Characters of the longest result that a message may carry (schemas/classroom.json). */
export const LONGEST_RESULT = 16_384;

/** Asks a provider, and knows what to do where it is slow, refuses or fails: see Translator. */
export class ProviderTranslator implements Translator {
  private readonly onOutcome: NonNullable<ProviderTranslatorSettings['onOutcome']>;
  private readonly clock: Clock;
  private readonly cache: LRUCache<string, Translations>;
  private readonly semaphore: Semaphore;
  private readonly breaker: Breaker;
  private readonly inFlight = new Map<string, Promise<Answer>>();

  /** @param limit ms that one text may take */
  constructor(
    private readonly provider: Provider,
    private readonly limit: number,
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
    this.breaker = new Breaker(() => this.clock.now());
  }

  get name(): Provider['name'] {
    return this.provider.name;
  }

  async translate(text: string, { signal }: { signal?: AbortSignal } = {}): Promise<Translations> {
    // Numbers and emoji are the same in both languages, and a quota is not for them.
    if (!/\p{L}/u.test(text)) return { ko: itself(text), en: itself(text) };
    const { translations, outcome, reason } = await this.find(text, signal);
    this.onOutcome(this.provider.name, outcome, reason);
    return translations;
  }

  private find(text: string, signal?: AbortSignal): Answer | Promise<Answer> {
    const known = this.cache.get(text);
    if (known) return { translations: known, outcome: 'cached' };
    let work = this.inFlight.get(text);
    if (!work) {
      if (text.length > this.provider.longestText) return without(text, 'too-long');
      work = this.ask(text).finally(() => this.inFlight.delete(text));
      this.inFlight.set(text, work);
    }
    return signal ? unlessAborted(work, signal, without(text, 'abandoned')) : work;
  }

  /** Asks the provider when it is the text's turn, within the limit. */
  private async ask(text: string): Promise<Answer> {
    const deadline = new AbortController();
    const stop = this.clock.after(this.limit, () => deadline.abort());
    try {
      if (!(await this.semaphore.acquire(deadline.signal))) return without(text, 'busy');
      try {
        if (!this.breaker.admit()) return without(text, 'paused');
        return await this.consult(text, deadline.signal);
      } finally {
        this.semaphore.release();
      }
    } finally {
      stop();
    }
  }

  private async consult(text: string, signal: AbortSignal): Promise<Answer> {
    let error: ProviderError | undefined;
    const attempt = (request: Promise<string>): Promise<string | undefined> =>
      request.catch((thrown: unknown) => {
        error ??=
          thrown instanceof ProviderError ? thrown : new ProviderError('failed', 'an unexpected error');
        return undefined;
      });
    const source = await attempt(this.provider.detect(text, signal));
    const into = async (target: keyof Translations): Promise<Translation> => {
      if (source === undefined) return original(text);
      if (source === target) return itself(text);
      const result = await attempt(this.translated(text, source, target, signal));
      return result === undefined ? original(text) : { result, status: 200 };
    };
    const [ko, en] = await Promise.all([into('ko'), into('en')]);
    this.breaker.record(error);
    if (error) return { translations: { ko, en }, outcome: error.outcome, reason: error.reason };
    this.cache.set(text, { ko, en });
    return { translations: { ko, en }, outcome: 'translated' };
  }

  private async translated(
    text: string,
    source: string,
    target: string,
    signal: AbortSignal,
  ): Promise<string> {
    const result = await this.provider.translate(text, source, target, signal);
    if (result === '') throw new ProviderError('failed', 'an empty translation');
    if (result.length > LONGEST_RESULT) throw new ProviderError('failed', 'a translation too long to send');
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

/** Of a text that needs no translation. */
export function itself(text: string): Translation {
  return { result: text, status: 200 };
}

/** Of a text whose translation could not be had. */
function original(text: string): Translation {
  return { result: text, status: 202 };
}

function without(text: string, outcome: Outcome): Answer {
  return { translations: { ko: original(text), en: original(text) }, outcome };
}

/** The work's answer, or the other one as soon as the signal is aborted; the work goes on. */
function unlessAborted(work: Promise<Answer>, signal: AbortSignal, otherwise: Answer): Promise<Answer> {
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

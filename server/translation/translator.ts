import type { Translations } from 'lectern-protocol';
import type { Provider } from './provider.js';

/** Translates texts into Korean and English. */
export interface Translator {
  /** Name of the provider, which some require pages to show; undefined without a provider. */
  readonly name: Provider['name'] | undefined;
  /**
   * Returns a text in both languages. Never rejects, and takes at most its timeout. The result for the language of the
   * text is the text itself; if a translation failed, it is the text with status 202. Callers share results and must
   * not modify them.
   * @param options.signal if aborted, the call returns immediately; other calls for the same text are not affected
   */
  translate(text: string, options?: { signal?: AbortSignal }): Promise<Translations>;
}

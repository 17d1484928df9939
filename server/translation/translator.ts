import type { Translations } from 'lectern-protocol';
import type { Provider } from './provider.js';

/** Gives in Korean and in English what people write. */
export interface Translator {
  /** Who translates, which some ask to be named where a translation is shown; undefined where nobody does. */
  readonly name: Provider['name'] | undefined;
  /**
   * Never rejects, and takes no longer than its limit. The language that the text is written in has the text
   * itself; a language that could not be had has it too, with status 202. The answer may be shared with
   * others: do not change it.
   * @param options.signal once aborted, the answer comes at once; others who asked for the same text still
   *   get theirs
   */
  translate(text: string, options?: { signal?: AbortSignal }): Promise<Translations>;
}

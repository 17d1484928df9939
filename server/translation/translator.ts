import type { Translations } from 'lectern-protocol';
import { libretranslate } from './libretranslate.js';
import { papago } from './papago.js';
import type { Provider } from './provider.js';
import { itself, ProviderTranslator, type ProviderTranslatorSettings } from './provider-translator.js';

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

/** The options of the server that concern translation. */
export interface TranslationOptions {
  translation: 'none' | 'papago' | 'libretranslate';
  /** Base URL of the provider's API; '' for NAVER Cloud's, or for a LibreTranslate on this machine. */
  translationUrl: string;
  /** Papago's Client ID. */
  translationKeyId: string;
  /** Papago's Client Secret, or LibreTranslate's API key. */
  translationKey: string;
  /** s that one text may take */
  translationTimeout: number;
}

/** @throws OptionsError where the URL or the keys cannot be right */
export function createTranslator(
  options: TranslationOptions,
  settings: ProviderTranslatorSettings = {},
): Translator {
  const provider = chooseProvider(options);
  if (!provider)
    return { name: undefined, translate: async (text) => ({ ko: itself(text), en: itself(text) }) };
  return new ProviderTranslator(provider, options.translationTimeout * 1000, settings);
}

function chooseProvider(options: TranslationOptions): Provider | undefined {
  const { translationUrl: url, translationKeyId: keyId, translationKey: key } = options;
  switch (options.translation) {
    case 'none':
      return undefined;
    case 'papago':
      return papago({ url, keyId, key });
    case 'libretranslate':
      return libretranslate({ url, key });
  }
}

import { libretranslate } from './libretranslate.js';
import { papago } from './papago.js';
import type { Provider } from './provider.js';
import { ProviderTranslator, type ProviderTranslatorSettings, untranslated } from './provider-translator.js';
import type { Translator } from './translator.js';

/** The options of the server that concern translation. */
export interface TranslationOptions {
  translation: 'none' | 'papago' | 'libretranslate';
  /** Base URL of the provider's API; '' for NAVER Cloud's, or for a LibreTranslate on this machine. */
  translationUrl: string;
  /** Papago's Client ID. */
  translationKeyId: string;
  /** Papago's Client Secret, or LibreTranslate's API key. */
  translationKey: string;
  /** Maximum time in s for one text. */
  translationTimeout: number;
}

/** Creates the translator that the options select. @throws OptionsError if the URL or a key is not valid */
export function createTranslator(
  options: TranslationOptions,
  settings: ProviderTranslatorSettings = {},
): Translator {
  const provider = chooseProvider(options);
  if (!provider)
    return {
      name: undefined,
      translate: async (text) => ({ ko: untranslated(text), en: untranslated(text) }),
    };
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

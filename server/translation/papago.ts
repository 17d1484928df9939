import { OptionsError } from '../options.js';
import { endpointsOf, postJson } from './http.js';
import { type Provider, ProviderError } from './provider.js';

/** Settings for Papago. */
export interface PapagoOptions {
  /** Base URL; '' for that of NAVER Cloud. */
  url: string;
  /** The Client ID of an application registered in the NAVER Cloud Platform console. */
  keyId: string;
  /** The Client Secret of the application. */
  key: string;
}

const papagoUrl = 'https://papago.apigw.ntruss.com';

/**
 * Papago Translation of the NAVER Cloud Platform, its HTTP API version 1: `POST /langs/v1/dect` (form:
 * query → `{langCode}`) and `POST /nmt/v1/translation` (form: source, target, text of at most 5,000
 * characters → `{message: {result: {translatedText}}}`). Errors are `{error: {errorCode, message}}`, or
 * `{errorCode, errorMessage}` from the translator itself; the status is 429 if the daily or monthly quota
 * (400) or the rate (410, 420) is exceeded, and if the API is not enabled for the application. Source:
 * https://api.ncloud-docs.com/docs/en/ai-naver-papagonmt, its pages ai-naver-papagonmt-translation and
 * ai-naver-papagolanguagedetection-dect, and https://guide.ncloud-docs.com/docs/en/papagotranslation-spec,
 * which requires pages that show a translation to name Papago.
 * @throws OptionsError
 */
export function papago({ url, keyId, key }: PapagoOptions): Provider {
  const at = endpointsOf(url || papagoUrl);
  const headers = { 'X-NCP-APIGW-API-KEY-ID': keyId, 'X-NCP-APIGW-API-KEY': key };
  // fetch quotes invalid headers in its errors, so an invalid key must not reach it.
  if (![keyId, key].every((each) => /^[\x21-\x7e]+$/.test(each)))
    throw new OptionsError(
      'translation: papago also needs translationKeyId and translationKey, the Client ID and the Client Secret of your application',
    );
  const ask = (path: string, form: Record<string, string>, signal: AbortSignal) =>
    postJson({ url: at(path), headers, body: new URLSearchParams(form), signal, errorCode });
  return {
    name: 'papago',
    maxLength: 5000,
    async detect(text, signal) {
      const { langCode }: { langCode?: unknown } = await ask('langs/v1/dect', { query: text }, signal);
      if (typeof langCode !== 'string') throw new ProviderError('failed', 'the answer has no langCode');
      return langCode;
    },
    async translate(text, source, target, signal) {
      const answer: { message?: { result?: { translatedText?: unknown } } | null } = await ask(
        'nmt/v1/translation',
        { source, target, text },
        signal,
      );
      const translated = answer.message?.result?.translatedText;
      if (typeof translated !== 'string')
        throw new ProviderError('failed', 'the answer has no translatedText');
      return translated;
    },
  };
}

/** Returns the error code of an answer if it has the documented form. */
function errorCode(body: unknown): string | undefined {
  const { error, errorCode } = (body ?? {}) as { error?: { errorCode?: unknown }; errorCode?: unknown };
  const code = String(error?.errorCode ?? errorCode);
  return /^(N2MT)?\d{2,3}$/.test(code) ? code : undefined;
}

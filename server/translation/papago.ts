import { OptionsError } from '../options.js';
import { baseUrl, post } from './http.js';
import { type Provider, ProviderError } from './provider.js';

export interface PapagoOptions {
  /** '' for NAVER Cloud's own. */
  url: string;
  /** The Client ID of an application registered in the NAVER Cloud Platform console. */
  keyId: string;
  /** Its Client Secret. */
  key: string;
}

const papagoUrl = 'https://papago.apigw.ntruss.com';

/**
 * Papago Translation of the NAVER Cloud Platform, its HTTP API version 1: `POST /langs/v1/dect` (form:
 * query → `{langCode}`) and `POST /nmt/v1/translation` (form: source, target, text of at most 5,000
 * characters → `{message: {result: {translatedText}}}`). Errors are `{error: {errorCode, message}}`, or
 * `{errorCode, errorMessage}` from the translator itself; 429 is answered where the day's or month's quota
 * (400) or the rate (410, 420) is passed, and where the application has not chosen the API. From
 * https://api.ncloud-docs.com/docs/en/ai-naver-papagonmt, its pages ai-naver-papagonmt-translation and
 * ai-naver-papagolanguagedetection-dect, and https://guide.ncloud-docs.com/docs/en/papagotranslation-spec,
 * which asks whoever shows a translation to name Papago.
 * @throws OptionsError
 */
export function papago({ url, keyId, key }: PapagoOptions): Provider {
  const at = baseUrl(url || papagoUrl);
  const headers = { 'X-NCP-APIGW-API-KEY-ID': keyId, 'X-NCP-APIGW-API-KEY': key };
  // fetch quotes a header that it cannot send, so a key that it would refuse must not get there.
  if (![keyId, key].every((each) => /^[\x21-\x7e]+$/.test(each)))
    throw new OptionsError(
      'translation: papago also needs translationKeyId and translationKey, the Client ID and the Client Secret of your application',
    );
  const ask = (path: string, form: Record<string, string>, signal: AbortSignal) =>
    post({ url: at(path), headers, body: new URLSearchParams(form), signal, errorCode });
  return {
    name: 'papago',
    longestText: 5000,
    async detect(text, signal) {
      const { langCode }: { langCode?: unknown } = await ask('langs/v1/dect', { query: text }, signal);
      if (typeof langCode !== 'string') throw new ProviderError('failed', 'an answer without langCode');
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
        throw new ProviderError('failed', 'an answer without translatedText');
      return translated;
    },
  };
}

/** The code of an error answer, where it is of a form that the API documents. */
function errorCode(body: unknown): string | undefined {
  const { error, errorCode } = (body ?? {}) as { error?: { errorCode?: unknown }; errorCode?: unknown };
  const code = String(error?.errorCode ?? errorCode);
  return /^(N2MT)?\d{2,3}$/.test(code) ? code : undefined;
}

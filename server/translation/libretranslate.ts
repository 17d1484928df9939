import { baseUrl, post } from './http.js';
import { type Provider, ProviderError } from './provider.js';

export interface LibreTranslateOptions {
  /** '' for a server on this machine. */
  url: string;
  /** '' for a server that asks for none. */
  key: string;
}

/** Where LibreTranslate listens unless it is told otherwise. */
const localUrl = 'http://127.0.0.1:5000';

/**
 * LibreTranslate's HTTP API: `POST /detect` (q → `[{language, confidence}]`, the likeliest first) and
 * `POST /translate` (q, source, target, format → `{translatedText}`), each with `api_key` where the server
 * asks for keys. Errors are `{error: <sentence>}`: 400 bad request (a language that is not installed, a text
 * over the server's limit, which it tells nobody before), 403 wrong key or banned, 429 `Slowdown: …`, 500
 * the translation failed. The language is asked for by itself and not by `source: "auto"`, so that it is
 * known, and right in one of the languages, also where the translation is slow or fails. From
 * https://docs.libretranslate.com/guides/api_usage/ and libretranslate/app.py of
 * https://github.com/LibreTranslate/LibreTranslate.
 * @throws OptionsError
 */
export function libretranslate({ url, key }: LibreTranslateOptions): Provider {
  const at = baseUrl(url || localUrl);
  const headers = { 'content-type': 'application/json' };
  const ask = (path: string, fields: Record<string, string>, signal: AbortSignal) =>
    post({
      url: at(path),
      headers,
      body: JSON.stringify(key ? { ...fields, api_key: key } : fields),
      signal,
    });
  return {
    name: 'libretranslate',
    longestText: Number.POSITIVE_INFINITY,
    async detect(text, signal) {
      const answer = await ask('detect', { q: text }, signal);
      const language: unknown = Array.isArray(answer) ? answer[0]?.language : undefined;
      if (typeof language !== 'string') throw new ProviderError('failed', 'an answer without a language');
      return language;
    },
    async translate(text, source, target, signal) {
      const fields = { q: text, source, target, format: 'text' };
      const { translatedText }: { translatedText?: unknown } = await ask('translate', fields, signal);
      if (typeof translatedText !== 'string')
        throw new ProviderError('failed', 'an answer without translatedText');
      return translatedText;
    },
  };
}

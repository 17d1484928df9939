import { endpointsOf, postJson } from './http.js';
import { type Provider, ProviderError } from './provider.js';

/** Settings for LibreTranslate. */
export interface LibreTranslateOptions {
  /** Base URL; '' for a server on this machine. */
  url: string;
  /** API key; '' for a server without keys. */
  key: string;
}

/** The default address of LibreTranslate. */
const localUrl = 'http://127.0.0.1:5000';

/**
 * LibreTranslate's HTTP API: `POST /detect` (q → `[{language, confidence}]`, the likeliest first) and
 * `POST /translate` (q, source, target, format → `{translatedText}`), each with `api_key` if the server
 * requires keys. Errors are `{error: <sentence>}`: 400 bad request (a language that is not installed, or a text
 * over the server's limit, which it does not announce), 403 wrong key or banned, 429 `Slowdown: …`, 500
 * the translation failed. The language is requested separately and not by `source: "auto"`, so that it is
 * known even if the translation is slow or fails. Source:
 * https://docs.libretranslate.com/guides/api_usage/ and libretranslate/app.py of
 * https://github.com/LibreTranslate/LibreTranslate.
 * @throws OptionsError
 */
export function libretranslate({ url, key }: LibreTranslateOptions): Provider {
  const at = endpointsOf(url || localUrl);
  const headers = { 'content-type': 'application/json' };
  const ask = (path: string, fields: Record<string, string>, signal: AbortSignal) =>
    postJson({
      url: at(path),
      headers,
      body: JSON.stringify(key ? { ...fields, api_key: key } : fields),
      signal,
    });
  return {
    name: 'libretranslate',
    maxLength: Number.POSITIVE_INFINITY,
    async detect(text, signal) {
      const answer = await ask('detect', { q: text }, signal);
      const language: unknown = Array.isArray(answer) ? answer[0]?.language : undefined;
      if (typeof language !== 'string') throw new ProviderError('failed', 'the answer has no language');
      return language;
    },
    async translate(text, source, target, signal) {
      const fields = { q: text, source, target, format: 'text' };
      const { translatedText }: { translatedText?: unknown } = await ask('translate', fields, signal);
      if (typeof translatedText !== 'string')
        throw new ProviderError('failed', 'the answer has no translatedText');
      return translatedText;
    },
  };
}

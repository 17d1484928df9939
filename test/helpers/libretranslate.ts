import type { Test } from 'tap';
import {
  type ApiAnswer,
  type ApiRequest,
  type LocalApi,
  languageOf,
  startApi,
} from '../server/translation/local-api.js';

export const libreTranslateKey = 'south-secret';

const languages = ['en', 'it', 'ja', 'ko'];

/** Maximum number of characters of a text, as `--char-limit` sets it. */
export const charLimit = 2000;

/**
 * LibreTranslate with keys and a limit on characters, according to its documentation and source. A translation from
 * Korean into English is the text after `ko>en `.
 */
export function startLibreTranslate(t: Test): Promise<LocalApi> {
  return startApi(t, answerAsLibreTranslate);
}

export function answerAsLibreTranslate({ method, path, headers, body }: ApiRequest): ApiAnswer {
  if (method !== 'POST' || !/\/(detect|translate)$/.test(path)) return { status: 404, body: 'Not Found' };
  if (headers['content-type'] !== 'application/json') return refusal(400, 'Invalid JSON format');
  const {
    q,
    source,
    target,
    format = 'text',
    api_key,
  } = JSON.parse(body) as Record<string, string | undefined>;
  if (api_key === undefined) return refusal(400, 'Please contact the server operator to get an API key');
  if (api_key !== libreTranslateKey) return refusal(403, 'Invalid API key');
  if (!q) return refusal(400, 'Invalid request: missing q parameter');
  if (path.endsWith('/detect')) {
    const others = languages.filter((language) => language !== languageOf(q));
    const candidates = [languageOf(q), ...others].map((language, i) => ({
      confidence: 90 - 30 * i,
      language,
    }));
    return { status: 200, body: candidates };
  }
  if (!source) return refusal(400, 'Invalid request: missing source parameter');
  if (!target) return refusal(400, 'Invalid request: missing target parameter');
  if (q.length > charLimit)
    return refusal(400, `Invalid request: request (${q.length}) exceeds text limit (${charLimit})`);
  if (!languages.includes(source)) return refusal(400, `${source} is not supported`);
  if (!languages.includes(target)) return refusal(400, `${target} is not supported`);
  if (format !== 'text' && format !== 'html') return refusal(400, `${format} format is not supported`);
  return { status: 200, body: { translatedText: `${source}>${target} ${q}` } };
}

/** An error in LibreTranslate's format; a 429 begins with `Slowdown: `. */
export function refusal(status: number, error: string): ApiAnswer {
  return { status, body: { error } };
}

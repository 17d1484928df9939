import type { Test } from 'tap';
import {
  type ApiAnswer,
  type ApiRequest,
  type LocalApi,
  languageOf,
  startApi,
} from '../server/translation/local-api.js';

export const papagoKeys = { keyId: 'north-id', key: 'north-secret' };

/** Papago's languages: it translates in both directions between a language and each of the others in its row. */
const pairs: Record<string, string[]> = {
  ko: ['en', 'ja', 'it'],
  en: ['ko', 'ja'],
  ja: ['ko', 'en'],
  it: ['ko'],
};

/**
 * Papago Translation as documented by NAVER Cloud: its two requests, its errors and its limit. A translation from
 * Korean into English is the text after `ko>en `.
 */
export function startPapago(t: Test): Promise<LocalApi> {
  return startApi(t, answerAsPapago);
}

export function answerAsPapago({ method, path, headers, body }: ApiRequest): ApiAnswer {
  if (
    headers['x-ncp-apigw-api-key-id'] !== papagoKeys.keyId ||
    headers['x-ncp-apigw-api-key'] !== papagoKeys.key
  )
    return gatewayError(401, '200', 'Authentication Failed');
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return gatewayError(400, '100', 'Bad Request Exception');
  const form = new URLSearchParams(body);
  if (method === 'POST' && path === '/langs/v1/dect') {
    const query = form.get('query');
    return query
      ? { status: 200, body: { langCode: languageOf(query) } }
      : gatewayError(400, '100', 'Bad Request Exception');
  }
  if (method === 'POST' && path === '/nmt/v1/translation')
    return translation(form.get('source'), form.get('target'), form.get('text'));
  return gatewayError(404, '300', 'Not Found Exception');
}

function translation(source: string | null, target: string | null, text: string | null): ApiAnswer {
  if (!source) return translatorError('N2MT01', 'source parameter is needed');
  if (!pairs[source]) return translatorError('N2MT02', 'Unsupported source language');
  if (!target) return translatorError('N2MT03', 'target parameter is needed');
  if (!pairs[target]) return translatorError('N2MT04', 'Unsupported target language');
  if (source === target) return translatorError('N2MT05', 'source and target must be different');
  if (!pairs[source].includes(target))
    return translatorError('N2MT06', 'There is no source-to-target translator');
  if (!text) return translatorError('N2MT07', 'text parameter is needed');
  if (text.length > 5000) return translatorError('N2MT08', 'text parameter exceeds max length');
  const result = { srcLangType: source, tarLangType: target, translatedText: `${source}>${target} ${text}` };
  const head = { '@type': 'response', '@service': 'naverservice.nmt.proxy', '@version': '1.0.0' };
  return { status: 200, body: { message: { ...head, result } } };
}

/** An error of NAVER Cloud's gateway. */
export function gatewayError(status: number, errorCode: string, message: string): ApiAnswer {
  return { status, body: { error: { errorCode, message, details: message } } };
}

function translatorError(errorCode: string, errorMessage: string): ApiAnswer {
  return { status: 400, body: { errorCode, errorMessage } };
}

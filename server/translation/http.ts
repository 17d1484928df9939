import { OptionsError } from '../options.js';
import { ProviderError } from './provider.js';

/** Maximum size of an answer in bytes. The longest valid result is smaller, even with all characters escaped. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** Maximum pause in s that a provider can ask for, so that a wrong header does not stop translation for days. */
const MAX_PAUSE_S = 3600;

/** A request to the HTTP API of a provider. */
export interface ApiRequest {
  url: URL;
  headers: Record<string, string>;
  body: string | URLSearchParams;
  signal: AbortSignal;
  /** Returns the provider's error code from the body of an error, for logs. */
  errorCode?: (body: unknown) => string | undefined;
}

/**
 * Sends a POST request and returns the parsed JSON of the answer.
 * @throws ProviderError
 */
export async function postJson({ url, headers, body, signal, errorCode }: ApiRequest): Promise<object> {
  let response: Response;
  let text: string;
  // A fetch whose signal is aborted while its response arrives does not always end.
  const aborted = rejectedOnAbort(signal);
  try {
    // A redirect could send the keys to another server.
    const pending = fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    response = await Promise.race([pending, aborted]);
    text = await Promise.race([read(response), aborted]);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw signal.aborted
      ? new ProviderError('slow', `no answer from ${url.pathname} in time`)
      : new ProviderError('failed', `no answer from ${url.pathname}: ${networkCode(error)}`);
  }
  const answer = parse(text);
  if (!response.ok) throw statusError(response, url, errorCode?.(answer));
  if (typeof answer !== 'object' || answer === null)
    throw new ProviderError('failed', `${url.pathname} did not answer with a JSON object or list`);
  return answer;
}

/**
 * Returns a function that adds a path to the base URL of an API.
 * @param written the base URL, as in the options
 * @throws OptionsError if the URL is not valid
 */
export function endpointsOf(written: string): (path: string) => URL {
  const base = URL.canParse(written) ? new URL(written) : undefined;
  if (!base || !/^https?:$/.test(base.protocol) || base.username || base.password || base.search || base.hash)
    throw new OptionsError(
      'translationUrl: expected an http or https URL without user, query and fragment, for example https://translate.example.org',
    );
  const folder = base.pathname.replace(/\/+$/, '');
  return (path) => Object.assign(new URL(base), { pathname: `${folder}/${path}` });
}

/** Returns a promise that rejects when a signal is aborted. */
function rejectedOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function read(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES)
      throw new ProviderError('failed', `the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the error for an HTTP status, which decides about later requests. */
function statusError({ status, headers }: Response, url: URL, code?: string): ProviderError {
  const reason = `${url.pathname} answered ${status}${code ? ` (${code})` : ''}`;
  const retryAfter = retryAfterMs(headers.get('retry-after'));
  if (status === 429 || (status === 503 && retryAfter !== undefined))
    return new ProviderError('limited', reason, retryAfter);
  if (status === 401 || status === 403 || status === 404)
    return new ProviderError('denied', reason, retryAfter);
  return new ProviderError('failed', reason);
}

/** Returns the pause in ms of a Retry-After header, which contains seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(seconds, MAX_PAUSE_S) * 1000 : undefined;
}

/** Returns the code of a network error, for example ECONNREFUSED. fetch has it in the cause. */
function networkCode(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code: unknown =
    typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'the connection failed';
}

import { OptionsError } from '../options.js';
import { ProviderError } from './provider.js';

/** Bytes of the longest answer that is read; the longest result with every character escaped takes fewer. */
const LONGEST_ANSWER = 256 * 1024;

/** s that a provider may ask to be left alone, so that a wrong header does not end translation for days. */
const LONGEST_PAUSE = 3600;

export interface ApiRequest {
  url: URL;
  headers: Record<string, string>;
  body: string | URLSearchParams;
  signal: AbortSignal;
  /** Finds the code in an error's body that tells more than the HTTP status. */
  errorCode?: (body: unknown) => string | undefined;
}

/**
 * Posts over a connection that is kept, and gives the JSON of the answer.
 * @throws ProviderError
 */
export async function post({ url, headers, body, signal, errorCode }: ApiRequest): Promise<object> {
  let response: Response;
  let text: string;
  try {
    // A redirect would take the keys to somebody else.
    response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    text = await read(response);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw signal.aborted
      ? new ProviderError('slow', `no answer from ${url.pathname} in time`)
      : new ProviderError('failed', `no answer from ${url.pathname}: ${networkCode(error)}`);
  }
  const answer = parse(text);
  if (!response.ok) throw refusal(response, url, errorCode?.(answer));
  if (typeof answer !== 'object' || answer === null)
    throw new ProviderError('failed', `${url.pathname} answered with what is no JSON object or list`);
  return answer;
}

/**
 * @param written the base URL of an API, to which the paths of its requests are added
 * @throws OptionsError
 */
export function baseUrl(written: string): (path: string) => URL {
  const base = URL.canParse(written) ? new URL(written) : undefined;
  if (!base || !/^https?:$/.test(base.protocol) || base.username || base.password || base.search || base.hash)
    throw new OptionsError(
      'translationUrl: expected an http or https URL without user, query and fragment, such as https://translate.example.org',
    );
  const folder = base.pathname.replace(/\/+$/, '');
  return (path) => Object.assign(new URL(base), { pathname: `${folder}/${path}` });
}

async function read(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > LONGEST_ANSWER)
      throw new ProviderError('failed', `more than ${LONGEST_ANSWER} bytes in an answer`);
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

/** What an error status means for the texts that come next. */
function refusal({ status, headers }: Response, url: URL, code?: string): ProviderError {
  const reason = `${url.pathname} answered ${status}${code ? ` (${code})` : ''}`;
  const retryAfter = pause(headers.get('retry-after'));
  if (status === 429 || (status === 503 && retryAfter !== undefined))
    return new ProviderError('limited', reason, retryAfter);
  if (status === 401 || status === 403 || status === 404)
    return new ProviderError('denied', reason, retryAfter);
  return new ProviderError('failed', reason);
}

/** ms of a Retry-After header, which has seconds or a date (RFC 9110, 10.2.3). */
function pause(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(seconds, LONGEST_PAUSE) * 1000 : undefined;
}

/** Such as ECONNREFUSED; fetch hides it in the cause. */
function networkCode(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code: unknown =
    typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'the connection failed';
}

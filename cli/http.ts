import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { explainNetworkError, noAnswer } from './explain.js';
import { ExplainedError } from './explained-error.js';
import { handshake } from './tls.js';
import { isSecure } from './url.js';

/** Advice for the user if the server refuses a call. */
export interface Advice {
  /** The object of the call does not exist. */
  missing: string;
  /** The object of the call exists already. */
  conflict?: string;
  help: string;
}

/** The HTTP API of a server. */
export interface Api {
  /** The server's address. */
  server: URL;
  key: string | undefined;
  /** SHA-256 of the only accepted certificate, as `AB:CD:…`. */
  fingerprint: string | undefined;
  /** Timeout for a response in ms. */
  timeout: number;
  advice: Advice;
}

/** The server has understood the request and refuses it. */
export class CallRefused extends ExplainedError {}

/**
 * Calls the API, and returns the data of the response; undefined if it is empty.
 * @param path below /api
 * @throws ExplainedError, or its subclass CallRefused if the server refuses
 */
export async function call(api: Api, method: string, path: string, body?: unknown): Promise<unknown> {
  const url = new URL(`api${path}`, api.server);
  const { status, text } = await exchange(url, api, method, body);
  const data = text === '' ? undefined : parse(text, url);
  if (status < 300) return data;
  const { message = `the server answered with status ${status}` } = (data ?? {}) as { message?: string };
  throw new CallRefused(message, adviceFor(status, api.advice));
}

async function exchange(url: URL, { key, fingerprint, timeout }: Api, method: string, body: unknown) {
  const { agent } = fingerprint === undefined ? {} : (await handshake(url, timeout, fingerprint)).trust;
  const signal = AbortSignal.timeout(timeout);
  const request = (isSecure(url) ? httpsRequest : httpRequest)(url, {
    method,
    signal,
    ...(agent && { agent }),
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
  });
  try {
    request.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    for await (const part of response.setEncoding('utf8')) text += part;
    return { status: response.statusCode ?? 0, text };
  } catch (error) {
    throw signal.aborted ? noAnswer(url) : explainNetworkError(error, url);
  }
}

function parse(text: string, url: URL): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ExplainedError(`${url.href} does not belong to a Lectern server`, 'check the address');
  }
}

function adviceFor(status: number, { missing, conflict, help }: Advice): string {
  switch (status) {
    case 401:
      return "set LECTERN_API_KEY to the server's apiKey (or LECTERN_API_KEY_FILE to a file with it), or pass it with --api-key";
    case 404:
      return missing;
    case 409:
      return conflict ?? help;
    default:
      return help;
  }
}

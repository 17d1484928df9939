import { createHmac } from 'node:crypto';
import type { WebhookEvent } from '../store/store.js';

/** Maximum pause in s that a receiver can ask for. */
const MAX_PAUSE_S = 24 * 3600;

/** Result of a request. */
export type WebhookOutcome =
  | { taken: true }
  | {
      taken: false;
      /** The reason, for the operator. */
      error: string;
      /** The receiver does not want any more events. */
      gone?: boolean;
      /** Time in ms for which the receiver does not want any request. */
      pause?: number;
    };

/**
 * Returns the headers of a request, as the Standard Webhooks specification describes them. The signature contains one
 * entry for each secret.
 */
export function signedHeaders(
  { messageId, body }: Pick<WebhookEvent, 'messageId' | 'body'>,
  secrets: readonly string[],
  now: number,
): Record<string, string> {
  const timestamp = Math.floor(now / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${messageId}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'content-type': 'application/json',
    'user-agent': 'Lectern',
    'webhook-id': messageId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

/** Sends an event. The body of the response is not read. Never rejects. */
export async function sendWebhook(
  url: string,
  event: Pick<WebhookEvent, 'messageId' | 'body'>,
  secrets: readonly string[],
  signal: AbortSignal,
): Promise<WebhookOutcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: signedHeaders(event, secrets, Date.now()),
      body: event.body,
      // A redirect could lead to a server that the operator has not chosen.
      redirect: 'manual',
      signal,
    });
    response.body?.cancel().catch(() => {});
    return outcomeOf(response);
  } catch (error) {
    return { taken: false, error: signal.aborted ? 'no answer in time' : `no answer: ${networkCode(error)}` };
  }
}

function outcomeOf({ status, headers }: Response): WebhookOutcome {
  if (status >= 200 && status < 300) return { taken: true };
  const redirected = status >= 300 && status < 400 ? '; redirects are not followed' : '';
  const pause = retryAfterMs(headers.get('retry-after'));
  return {
    taken: false,
    error: `status ${status}${redirected}`,
    ...(status === 410 && { gone: true }),
    ...(pause !== undefined && { pause }),
  };
}

/** Returns the pause in ms of a Retry-After header, which contains seconds or a date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return seconds > 0 ? Math.ceil(Math.min(seconds, MAX_PAUSE_S) * 1000) : undefined;
}

/** Returns the code of a network error, for example ECONNREFUSED. fetch has it in the cause. */
function networkCode(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code: unknown =
    typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'the connection failed';
}

import type { IncomingMessage } from 'node:http';

/** Returns the client's IP address. A trusted proxy appends it to X-Forwarded-For, so only the last entry counts. */
export function addressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : undefined;
  return forwarded || (socket.remoteAddress ?? '');
}

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Returns the client's IP address. A trusted proxy appends it to X-Forwarded-For, so only the last entry counts. If that
 * entry is not an address, the proxy itself counts as the client.
 */
export function addressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const entry = trustProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
    : undefined;
  return plainAddress(entry ?? '') ?? plainAddress(socket.remoteAddress ?? '') ?? '';
}

/** Removes a port and the brackets of IPv6. Each address has one spelling. Returns undefined for other texts. */
function plainAddress(text: string): string | undefined {
  const entry = text.trim();
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
  const [address = ''] = bare.replace(/^::ffff:(?=\d+\.)/i, '').split('%', 1);
  if (isIP(address) === 6) return new URL(`http://[${address}]`).hostname.slice(1, -1);
  return isIP(address) === 4 ? address : undefined;
}

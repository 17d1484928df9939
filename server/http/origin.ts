import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Options } from 'lectern-protocol/options';

/**
 * Returns whether the page that sends a request is allowed to: it belongs to this server or to one of the origins in
 * the options. Programs other than browsers send no Origin.
 */
export function originAllowed(
  request: IncomingMessage,
  options: Pick<Options, 'origins' | 'trustProxy'>,
): boolean {
  return options.origins.includes('*') || originNamed(request, options);
}

/** Like `originAllowed`, without the origins that only `*` allows. */
export function originNamed(
  request: IncomingMessage,
  { origins, trustProxy }: Pick<Options, 'origins' | 'trustProxy'>,
): boolean {
  const page = request.headers.origin && normalOrigin(request.headers.origin);
  return (
    request.headers.origin === undefined ||
    origins.some((each) => page !== undefined && normalOrigin(each) === page) ||
    isOwnPage(request, { trustProxy })
  );
}

/** Returns whether a page of this server sends a request. */
export function isOwnPage(request: IncomingMessage, { trustProxy }: Pick<Options, 'trustProxy'>): boolean {
  const page = normalOrigin(request.headers.origin ?? '');
  if (page === undefined) return false;
  const { scheme = page.split(':', 1)[0], host } = targetOf(request, trustProxy);
  return normalOrigin(`${scheme}://${host}`) === page;
}

/** Returns whether the page that sends a request was served over https, or the request itself is encrypted. */
export function isSecurePage(request: IncomingMessage, { trustProxy }: Pick<Options, 'trustProxy'>): boolean {
  const { origin } = request.headers;
  return /^https:/i.test(origin ?? '') || targetOf(request, trustProxy).scheme === 'https';
}

/** Returns an origin in lower case and without a default port; undefined for other texts. */
function normalOrigin(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { origin, href } = new URL(text);
  return href === `${origin}/` ? origin : undefined;
}

/**
 * Returns the scheme and host that the browser requested. A trusted proxy passes them on. If it does not pass on the
 * scheme, the scheme is not known.
 */
export function targetOf(
  { headers, socket }: IncomingMessage,
  trustProxy: boolean,
): { scheme: string | undefined; host: string | undefined } {
  if (!trustProxy) return { scheme: isEncrypted(socket) ? 'https' : 'http', host: headers.host };
  // Some proxies call the scheme of a WebSocket wss.
  const scheme = lastEntry(headers['x-forwarded-proto'])?.toLowerCase().replace(/^ws/, 'http');
  return { scheme, host: lastEntry(headers['x-forwarded-host']) ?? headers.host };
}

const isEncrypted = (socket: Socket): boolean => (socket as Partial<TLSSocket>).encrypted === true;

/** Returns the entry that the nearest proxy has added to a header. */
const lastEntry = (header: string | string[] | undefined): string | undefined =>
  String(header ?? '')
    .split(',')
    .at(-1)
    ?.trim() || undefined;

import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Options } from 'lectern-protocol/options';
import { WebSocketServer } from 'ws';
import type { Backplane } from '../backplane/backplane.js';
import { roomIdFault } from '../chat/room-id.js';
import type { IdentityProvider } from '../identity/identity-provider.js';
import { httpStatusOf, Refusal } from '../protocol/errors.js';
import type { Endpoint } from '../session/endpoint.js';
import { ConnectedWebSocket } from '../socket/websocket-connection.js';
import type { LimitedLog } from '../util/limited-log.js';
import { withoutBasePath } from './base-path.js';
import { addressOf } from './client-address.js';
import type { ConnectionLimits } from './connection-limits.js';
import { isSecurePage, originAllowed } from './origin.js';

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

const SHUTDOWN_RETRY_SECONDS = 2;

/** The serial of a connection that arrives while Redis cannot be reached: earlier than all others. */
const UNKNOWN_SERIAL = 0;

const SUBPROTOCOL = 'lectern';
const TOKEN_PREFIX = 'lectern.token.';

interface UpgradeServices {
  options: Pick<Options, 'basePath' | 'origins' | 'connectionBytes' | 'fragments' | 'deflate' | 'trustProxy'>;
  /** Returns whether new connections are refused. */
  draining(): boolean;
  limits: Pick<ConnectionLimits, 'admit'>;
  identities: Pick<IdentityProvider, 'guest' | 'known'>;
  backplane: Pick<Backplane, 'nextSerial'>;
  connected(webSocket: ConnectedWebSocket, socket: Socket, endpoint: Endpoint): void;
  metrics: { upgradeRefused(status: number): void };
  refusals: LimitedLog;
}

/** Upgrades requests for the two endpoints to WebSockets, and refuses other upgrade requests. */
export function acceptUpgrades(server: Server, services: UpgradeServices): void {
  const { options } = services;
  const webSockets = new WebSocketServer({
    noServer: true,
    WebSocket: ConnectedWebSocket,
    clientTracking: false,
    maxPayload: options.connectionBytes,
    maxFragments: options.fragments,
    // Only a message that is sent almost byte by byte needs more TCP segments.
    maxBufferedChunks: 4096,
    perMessageDeflate: options.deflate,
    // WebSocketConnection answers pings, with a limit.
    autoPong: false,
    // The token, which can be another offered subprotocol, must not be returned.
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', destroyed);
    const refuse = (status: number, why: string, retryAfterSeconds?: number) => {
      services.metrics.upgradeRefused(status);
      services.refusals.write('info', 'upgrade refused', { status }, { why });
      const body = `${why}\n`;
      const retry = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`;
      // Without this, the client could keep the half-closed socket open forever.
      socket.once('finish', () => socket.destroy());
      socket.end(
        `HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
          `${retry}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    };
    if (services.draining()) {
      return refuse(503, 'the server is shutting down; try again in a few seconds', SHUTDOWN_RETRY_SECONDS);
    }
    const endpoint = acceptedEndpoint(request, options);
    if (endpoint instanceof Refusal) return refuse(httpStatusOf(endpoint), endpoint.message);
    const { token, keeps } = shown(request);
    const address = addressOf(request, options.trustProxy);
    const identify = token === undefined ? undefined : () => services.identities.known(token);
    void services.limits.admit(address, identify).then(async (admitted) => {
      if ('status' in admitted) return refuse(admitted.status, admitted.why, admitted.retryAfterSeconds);
      if (socket.destroyed) return admitted.release();
      socket.once('close', admitted.release);
      const identity = await services.identities.guest(token, keeps);
      // Before the answer, since a client opens its next connection only after it has given up this one.
      const serial = await services.backplane.nextSerial().catch(() => UNKNOWN_SERIAL);
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        services.connected(webSocket, socket as Socket, {
          ...endpoint,
          identity,
          upgradeToken: token,
          address,
          secure: isSecurePage(request, options),
          serial,
          claimConnection: admitted.claim,
        });
      });
    });
  });
}

/** Returns the endpoint of a request, or why the server never opens a WebSocket for it. */
export function acceptedEndpoint(
  request: IncomingMessage,
  options: Pick<Options, 'basePath' | 'origins' | 'trustProxy'>,
): Target | Refusal {
  if (!originAllowed(request, options)) {
    const { origin = '' } = request.headers;
    // The reason is logged, and programs can write anything into the header.
    const page = URL.canParse(origin) ? new URL(origin).origin.slice(0, 100) : 'an invalid origin';
    return new Refusal(
      'forbidden',
      `pages of ${page} are not allowed to connect; see the options --origins and --trust-proxy`,
    );
  }
  return endpointOf(withoutBasePath(request.url ?? '', options.basePath));
}

/** Destroys a socket. Not a closure, which would keep the request in memory as long as the connection. */
function destroyed(this: Duplex): void {
  this.destroy();
}

/**
 * Returns the token of an upgrade request. It is in the Authorization header or, since web pages cannot set headers, a
 * subprotocol. Only clients that offer the subprotocol `lectern` get a token to store.
 */
function shown(request: IncomingMessage): { token: string | undefined; keeps: boolean } {
  const offered = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((protocol) => protocol.trim());
  const beside = offered.find((protocol) => protocol.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  const header = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return { token: header ?? beside, keeps: offered.includes(SUBPROTOCOL) };
}

type Target = Pick<Endpoint, 'roomId' | 'deltas' | 'loginAnnounced'>;

/** Parses the target `/ws`, `/room/<roomId>/ws` or `/chat/<roomId>/ws`. Returns the reason if it is invalid. */
function endpointOf(target: string): Target | Refusal {
  const [path = '', query = ''] = target.split('?', 2);
  const asked = new URLSearchParams(query);
  const said = { deltas: asked.get('deltas') === '1', loginAnnounced: asked.get('login') === '1' };
  if (path === '/ws') return { roomId: undefined, ...said };
  const encoded = /^\/(?:room|chat)\/([^/]+)\/ws$/.exec(path)?.[1];
  if (encoded === undefined) {
    return new Refusal('not-found', 'no such endpoint; connect to /ws or /room/<roomId>/ws');
  }
  const roomId = decoded(encoded)?.normalize('NFC');
  // A segment that cannot be decoded is not a valid ID either.
  const fault = roomIdFault(roomId ?? '');
  return fault === undefined ? { roomId, ...said } : new Refusal('bad-data', fault);
}

function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

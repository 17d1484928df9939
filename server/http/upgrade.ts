import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Options } from 'lectern-protocol/options';
import { WebSocketServer } from 'ws';
import { roomIdFault } from '../chat/room-id.js';
import type { Identity } from '../identity/identity.js';
import type { Endpoint } from '../session/endpoint.js';
import { ConnectedWebSocket } from '../socket/websocket-connection.js';
import { withoutBasePath } from './base-path.js';
import { addressOf } from './client-address.js';

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
};

const SUBPROTOCOL = 'lectern';
const TOKEN_PREFIX = 'lectern.token.';

interface UpgradeServices {
  options: Pick<Options, 'basePath' | 'origins' | 'connectionBytes' | 'fragments' | 'deflate' | 'trustProxy'>;
  /** No new connections while this says so. */
  draining(): boolean;
  /** Who a connection is that has not logged in. */
  guest(token: string | undefined, keeps: boolean): Promise<Identity>;
  connected(webSocket: ConnectedWebSocket, socket: Socket, endpoint: Endpoint): void;
  refused(status: number, why: string): void;
}

/** Turns requests for the two endpoints into WebSockets, and refuses the others before they are upgraded. */
export function acceptUpgrades(server: Server, services: UpgradeServices): void {
  const { options } = services;
  const webSockets = new WebSocketServer({
    noServer: true,
    WebSocket: ConnectedWebSocket,
    clientTracking: false,
    maxPayload: options.connectionBytes,
    maxFragments: options.fragments,
    // A message may come in more TCP segments than this only if somebody sends it byte by byte.
    maxBufferedChunks: 4096,
    perMessageDeflate: options.deflate,
    // The connection answers pings itself, within limits.
    autoPong: false,
    // The token that may come beside it is never said back.
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', destroyed);
    const refuse = (status: number, why: string) => {
      services.refused(status, why);
      const body = `${why}\n`;
      // The other side may keep its half open for as long as it likes.
      socket.once('finish', () => socket.destroy());
      socket.end(
        `HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
          `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    };
    if (services.draining()) return refuse(503, 'this server is going down; try again in a moment');
    if (!originAllowed(request, options.origins)) {
      return refuse(
        403,
        `pages of ${request.headers.origin} may not connect here (see the option --origins)`,
      );
    }
    const endpoint = endpointOf(withoutBasePath(request.url ?? '', options.basePath));
    if (typeof endpoint === 'string') return refuse(endpoint.startsWith('no ') ? 404 : 400, endpoint);
    const { token, keeps } = shown(request);
    const address = addressOf(request, options.trustProxy);
    void services.guest(token, keeps).then((identity) => {
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        services.connected(webSocket, socket as Socket, {
          ...endpoint,
          identity,
          upgradeToken: token,
          address,
        });
      });
    });
  });
}

/** No closure: the request would live as long as the connection. */
function destroyed(this: Duplex): void {
  this.destroy();
}

/** Browsers always say which page opens a WebSocket; programs that are none say nothing, and may. */
function originAllowed(request: IncomingMessage, origins: string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || origins.includes('*') || origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * The token that a client shows: in the Authorization header, or, from a page, which can set no headers, as a
 * subprotocol. Only who speaks the subprotocol `lectern` is given a token to keep.
 */
function shown(request: IncomingMessage): { token: string | undefined; keeps: boolean } {
  const offered = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((protocol) => protocol.trim());
  const beside = offered.find((protocol) => protocol.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  const header = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return { token: header ?? beside, keeps: offered.includes(SUBPROTOCOL) };
}

/** `/ws` or `/room/<roomId>/ws`; otherwise what is wrong with it. */
function endpointOf(target: string): Pick<Endpoint, 'roomId' | 'deltas' | 'loginAnnounced'> | string {
  const [path = '', query = ''] = target.split('?', 2);
  const asked = new URLSearchParams(query);
  const said = { deltas: asked.get('deltas') === '1', loginAnnounced: asked.get('login') === '1' };
  if (path === '/ws') return { roomId: undefined, ...said };
  const encoded = /^\/room\/([^/]+)\/ws$/.exec(path)?.[1];
  if (encoded === undefined) return 'no such endpoint; connect to /ws or /room/<roomId>/ws';
  const roomId = decoded(encoded)?.normalize('NFC');
  // What cannot be decoded is no id either.
  return roomIdFault(roomId ?? '') ?? { roomId, ...said };
}

function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Options } from 'lectern-protocol/options';
import { WebSocketServer } from 'ws';
import { roomIdFault } from '../chat/room-id.js';
import { sharedDeflate } from '../delivery/deflate.js';
import { httpStatusOf, Refusal } from '../protocol/errors.js';
import type { Endpoint } from '../session/endpoint.js';
import { ConnectedWebSocket } from '../socket/websocket-connection.js';
import { inServerSpan } from '../util/tracing.js';
import { withoutBasePath } from './base-path.js';
import type { CookieHandshake } from './cookie-handshake.js';
import {
  bearerOf,
  type Credentials,
  type HandshakeRefusal,
  type Handshakes,
  originFault,
} from './handshakes.js';

/** Maximum number of TCP segments of a message. Only one that is sent almost byte by byte needs more. */
export const MAX_CHUNKS = 4096;

const SUBPROTOCOL = 'lectern';
const TOKEN_PREFIX = 'lectern.token.';

interface UpgradeServices {
  options: Pick<Options, 'basePath' | 'origins' | 'connectionBytes' | 'fragments' | 'deflate' | 'trustProxy'>;
  handshakes: Handshakes;
  cookies: Pick<CookieHandshake, 'greet'>;
  connected(webSocket: ConnectedWebSocket, socket: Socket, endpoint: Endpoint): void;
  /** The Socket.IO door, if it is open. */
  socketIo?: UpgradeHandler | undefined;
}

/** Refuses an upgrade request with an HTTP response. */
export type RefuseUpgrade = (refusal: HandshakeRefusal) => void;

/** Handles the upgrade requests of some paths. */
export interface UpgradeHandler {
  /** Whether it handles the requests for a path, which does not include the base path. */
  handles(path: string): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, refuse: RefuseUpgrade): void;
}

/** Upgrades requests for the two endpoints to WebSockets, and refuses other upgrade requests. */
export function acceptUpgrades(server: Server, services: UpgradeServices): void {
  const { options, handshakes, cookies, socketIo } = services;
  const webSockets = new WebSocketServer({
    noServer: true,
    WebSocket: ConnectedWebSocket,
    clientTracking: false,
    maxPayload: options.connectionBytes,
    maxFragments: options.fragments,
    maxBufferedChunks: MAX_CHUNKS,
    perMessageDeflate: options.deflate && sharedDeflate,
    // WebSocketConnection answers pings, with a limit.
    autoPong: false,
    // The token, which can be another offered subprotocol, must not be returned.
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const setCookies = new WeakMap<IncomingMessage, string>();
  webSockets.on('headers', (headers, request) => {
    const cookie = setCookies.get(request);
    if (cookie !== undefined) headers.push(`Set-Cookie: ${cookie}`);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', destroyed);
    const refuse = (refusal: HandshakeRefusal) => {
      handshakes.refused(refusal, request);
      answerRefusal(socket, refusal);
    };
    const refusal = handshakes.refusalOf(request);
    if (refusal) return refuse(refusal);
    const target = withoutBasePath(request.url ?? '', options.basePath);
    if (socketIo?.handles(target.split('?', 1)[0] ?? '')) {
      return socketIo.upgrade(request, socket, head, refuse);
    }
    const endpoint = endpointOf(target);
    if (endpoint instanceof Refusal) {
      return refuse({ status: httpStatusOf(endpoint), why: endpoint.message });
    }
    const credentials = shown(request);
    const open = async () => {
      const admitted = await handshakes.admit(request, credentials);
      if ('status' in admitted) return refuse(admitted);
      if (socket.destroyed) return admitted.release();
      // Not `once`, which would need 200 more bytes for each connection; a socket is closed once.
      socket.on('close', admitted.release);
      const caller = await handshakes.identify(request, credentials, admitted);
      const greeting = await cookies.greet(request, { ...endpoint, ...caller }, credentials.keeps);
      if (greeting.setCookie) setCookies.set(request, greeting.setCookie);
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        services.connected(webSocket, socket as Socket, greeting.endpoint);
      });
    };
    void inServerSpan('upgrade', request.headers, open);
  });
}

/** Answers an upgrade request with an HTTP response, and closes the connection. */
function answerRefusal(socket: Duplex, { status, why, retryAfterSeconds }: HandshakeRefusal): void {
  const body = `${why}\n`;
  const retry = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`;
  // Without this, the client could keep the half-closed socket open forever.
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `${retry}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Returns the endpoint of a request, or why the server never opens a WebSocket for it. */
export function acceptedEndpoint(
  request: IncomingMessage,
  options: Pick<Options, 'basePath' | 'origins' | 'trustProxy'>,
): Target | Refusal {
  const why = originFault(request, options);
  if (why !== undefined) return new Refusal('forbidden', why);
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
function shown(request: IncomingMessage): Credentials {
  const offered = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((protocol) => protocol.trim());
  const beside = offered.find((protocol) => protocol.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
  return { token: bearerOf(request) ?? beside, keeps: offered.includes(SUBPROTOCOL) };
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

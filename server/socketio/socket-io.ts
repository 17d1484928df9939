import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Server as Engine, type Socket as EngineSocket } from 'engine.io';
import type { Options } from 'lectern-protocol/options';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';
import type { RecoveryListener } from '../delivery/connection.js';
import type { ConnectionLease } from '../http/connection-limits.js';
import { bearerOf, type HandshakeRefusal, type Handshakes } from '../http/handshakes.js';
import { MAX_CHUNKS, type RefuseUpgrade, type UpgradeHandler } from '../http/upgrade.js';
import type { Endpoint } from '../session/endpoint.js';
import type { ConnectionServices } from '../socket/connection-services.js';
import { tokenOf } from './endpoint-request.js';
import { EngineConnection, TransportWebSocket } from './engine-connection.js';
import { SocketIoClients } from './socket-io-clients.js';

interface Services {
  options: Options;
  handshakes: Handshakes;
  connections: ConnectionServices;
  /** Creates a new client on a new connection. */
  accept(endpoint: Endpoint): RecoveryListener;
  /** Returns the ID of a new ticket. */
  newTicketId(): string;
}

/** A request with the lease of the connection that it opens. */
interface OpeningRequest extends IncomingMessage {
  lease?: ConnectionLease;
}

/** Returns ws as Engine.IO uses it, with the limits of the other WebSockets. */
const webSocketServer = ({ fragments }: Pick<Options, 'fragments'>) =>
  class extends WebSocketServer<typeof TransportWebSocket> {
    constructor(given: object) {
      super({
        ...given,
        maxFragments: fragments,
        maxBufferedChunks: MAX_CHUNKS,
        WebSocket: TransportWebSocket,
      });
    }

    override handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (webSocket: TransportWebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.netSocket = socket as NetSocket;
        done(webSocket, request);
      });
    }
  };

/** Serves Socket.IO on the server's port. */
export class SocketIo implements UpgradeHandler {
  private readonly engine: Engine;
  private readonly engineConnections = new Map<EngineSocket, EngineConnection>();

  constructor(private readonly services: Services) {
    const { options } = services;
    this.engine = new Engine({
      allowEIO3: true,
      wsEngine: webSocketServer(options),
      maxHttpBufferSize: options.connectionBytes,
      perMessageDeflate: options.deflate,
      httpCompression: false,
      pingInterval: options.heartbeatInterval * 1000,
      pingTimeout: options.heartbeatTimeout * 1000,
    });
    this.engine.on('connection', (conn: EngineSocket) => this.connected(conn));
    this.engine.on('connection_error', ({ req }: { req: OpeningRequest }) => req.lease?.release());
    const io = new Server({
      serveClient: false,
      cleanupEmptyChildNamespaces: true,
      connectTimeout: options.loginTimeout * 1000,
    });
    io.bind(this.engine);
    new SocketIoClients(io, {
      ...services,
      recovery: options.reconnectionTimeout > 0,
      engineOf: ({ conn }) => this.engineConnections.get(conn),
    });
  }

  handles(path: string): boolean {
    const { socketIoPath } = this.services.options;
    return path === socketIoPath || path === `${socketIoPath}/`;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, refuse: RefuseUpgrade): void {
    void this.admit(request).then((refusal) => {
      if (refusal) refuse(refusal);
      else if (socket.destroyed) (request as OpeningRequest).lease?.release();
      else this.engine.handleUpgrade(request, socket, head);
    });
  }

  /** Handles a request of a client that polls. If it is refused, returns why and does not answer it. */
  async request(request: IncomingMessage, response: ServerResponse): Promise<HandshakeRefusal | undefined> {
    const { handshakes } = this.services;
    const refusal = handshakes.refusalOf(request) ?? (await this.admit(request));
    if (refusal) handshakes.refused(refusal);
    else this.engine.handleRequest(request, response);
    return refusal;
  }

  /** Counts a new connection toward the limits. A request of an open connection names the connection's ID. */
  private async admit(request: OpeningRequest): Promise<HandshakeRefusal | undefined> {
    const query = Object.fromEntries(new URLSearchParams(request.url?.split('?', 2)[1]));
    if (query.sid !== undefined) return undefined;
    const token = tokenOf(query) ?? bearerOf(request);
    const admitted = await this.services.handshakes.admit(request, { token });
    if ('status' in admitted) return admitted;
    request.lease = admitted;
    return undefined;
  }

  /** Called for a new connection, before its client connects to a namespace. */
  private connected(conn: EngineSocket): void {
    const { request }: { request: OpeningRequest } = conn;
    const { lease } = request;
    if (!lease) {
      conn.close(true);
      return;
    }
    this.engineConnections.set(conn, new EngineConnection(conn, request, lease));
    conn.once('close', () => this.engineConnections.delete(conn));
  }
}

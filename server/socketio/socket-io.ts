import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server as Engine, type Socket as EngineSocket } from 'engine.io';
import type { Options } from 'lectern-protocol/options';
import { Server } from 'socket.io';
import type { RecoveryListener } from '../delivery/connection.js';
import type { ConnectionLease } from '../http/connection-limits.js';
import { bearerOf, type HandshakeRefusal, type Handshakes } from '../http/handshakes.js';
import { MAX_CHUNKS, type RefuseUpgrade, type UpgradeHandler } from '../http/upgrade.js';
import type { MessageEntry } from '../protocol/codec.js';
import type { Endpoint } from '../session/endpoint.js';
import type { ConnectionServices } from '../socket/connection-services.js';
import { Dialects } from './dialects.js';
import { tokenOf } from './endpoint-request.js';
import { EngineConnection } from './engine-connection.js';
import { limitedParser } from './limited-decoder.js';
import type { ReceivingLimits } from './receiving-limits.js';
import { SocketIoClients } from './socket-io-clients.js';
import { webSocketServer } from './transport-web-socket.js';

interface Services {
  options: Options;
  handshakes: Handshakes;
  connections: ConnectionServices;
  /** Creates a new client on a new connection. */
  accept(endpoint: Endpoint): RecoveryListener;
  /** Returns the ID of a new ticket. */
  newTicketId(): string;
  /** The types that the program which embeds the server has defined, by their keys. */
  ownTypes: ReadonlyMap<string, MessageEntry>;
}

/** A request with the lease of the connection that it opens. */
interface OpeningRequest extends IncomingMessage {
  lease?: ConnectionLease;
}

/** Engine.IO with a way to find a connection by its ID. */
class DoorEngine extends Engine {
  find(id: string): EngineSocket | undefined {
    return Object.hasOwn(this.clients, id) ? this.clients[id] : undefined;
  }
}

/** Serves Socket.IO on the server's port. */
export class SocketIo implements UpgradeHandler {
  private readonly engine: DoorEngine;
  /** The limits of the connection that was opened last, for which Socket.IO then creates a decoder. */
  private opened: ReceivingLimits | undefined;
  private readonly engineConnections = new Map<EngineSocket, EngineConnection>();

  constructor(private readonly services: Services) {
    const { options, ownTypes } = services;
    this.engine = new DoorEngine({
      allowEIO3: true,
      wsEngine: webSocketServer(options),
      maxHttpBufferSize: options.connectionBytes,
      perMessageDeflate: options.deflate,
      httpCompression: false,
      maxBufferedChunks: MAX_CHUNKS,
      // Longer than the time limit of ReceivingLimits, which tells the client why it is disconnected.
      httpRequestBodyTimeout: options.messageTimeout * 2000,
      pingInterval: options.heartbeatInterval * 1000,
      pingTimeout: options.heartbeatTimeout * 1000,
    });
    this.engine.on('connection', (conn: EngineSocket) => this.connected(conn));
    this.engine.on('connection_error', ({ req }: { req: OpeningRequest }) => req.lease?.release());
    const io = new Server({
      serveClient: false,
      parser: limitedParser(options, () => this.opened),
      cleanupEmptyChildNamespaces: true,
      connectTimeout: options.loginTimeout * 1000,
    });
    io.bind(this.engine);
    new SocketIoClients(io, {
      ...services,
      dialects: new Dialects(ownTypes),
      recovery: options.reconnectionTimeout > 0,
      engineOf: ({ conn }) => this.engineConnections.get(conn),
    });
  }

  /** Number of connections by transport. */
  get counts(): Record<'polling' | 'websocket', number> {
    const counts = { polling: 0, websocket: 0 };
    for (const { transport } of this.engineConnections.keys()) {
      counts[transport.name === 'websocket' ? 'websocket' : 'polling']++;
    }
    return counts;
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
    const open = this.openConnection(request);
    const refusal = open ? await admitRequest(open, request) : await this.admit(request);
    if (refusal) handshakes.refused(refusal, request);
    else if (!response.destroyed) {
      this.engine.handleRequest(request, response);
      if (request.method === 'POST') open?.limits.watchBody(request);
    }
    return refusal;
  }

  /** Returns the open connection that a request belongs to. */
  private openConnection(request: IncomingMessage): EngineConnection | undefined {
    const conn = this.engine.find(String(queryOf(request).sid));
    return conn && this.engineConnections.get(conn);
  }

  /** Counts a new connection toward the limits. A request of an open connection names the connection's ID. */
  private async admit(request: OpeningRequest): Promise<HandshakeRefusal | undefined> {
    const query = queryOf(request);
    // Engine.IO refuses an ID that it does not know.
    if (query.sid !== undefined) return undefined;
    const refusal = this.services.handshakes.refusalOf(request);
    if (refusal) return refusal;
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
    const { connections, handshakes } = this.services;
    const address = handshakes.addressOf(request);
    const connection = new EngineConnection(connections, conn, request, address, lease);
    this.opened = connection.limits;
    this.engineConnections.set(conn, connection);
    conn.once('close', () => this.engineConnections.delete(conn));
  }
}

const queryOf = ({ url = '' }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(url.split('?', 2)[1]));

async function admitRequest(
  open: EngineConnection,
  request: IncomingMessage,
): Promise<HandshakeRefusal | undefined> {
  if (await open.admitRequest(request)) return undefined;
  return { status: 429, why: 'too many requests at a time', retryAfterSeconds: 1 };
}

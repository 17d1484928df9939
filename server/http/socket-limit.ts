import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Options } from 'lectern-protocol/options';
import { networkOf } from '../util/network-of.js';
import { HEALTH_CHECKS } from './monitoring.js';

/** TCP connections for each allowed WebSocket connection. The others load pages or wait for their next request. */
const SOCKETS_PER_CONNECTION = 2;

/** Maximum number of TCP connections beyond the limits. The oldest is closed when there are more. */
const MAX_SPARE = 32;

/**
 * Limits TCP connections, whatever is sent on them. Behind a proxy, all of them have its address, so that the proxy must
 * limit those of one client. A few connections beyond the limits are accepted for health checks, which clients must not
 * be able to keep out.
 */
export class SocketLimit {
  private readonly open = new Map<string, number>();
  private total = 0;
  /** Connections beyond the limits by remote address and port, oldest first. */
  private readonly spare = new Map<string, Socket>();

  constructor(private readonly options: Pick<Options, 'connections' | 'addressConnections' | 'trustProxy'>) {}

  /** Applies the limits to a server. */
  guard(app: FastifyInstance): void {
    const server = app.server as Server;
    server.on('connection', (socket) => this.accept(socket));
    // WebSocket connections have limits of their own, which users with a token can exceed.
    server.on('upgrade', ({ socket }: IncomingMessage) => void this.spare.delete(nameOf(socket)));
    app.addHook('onRequest', async ({ raw, routeOptions }, reply) => {
      if (this.spare.size === 0 || !this.spare.has(nameOf(raw.socket))) return;
      reply.header('connection', 'close');
      if (HEALTH_CHECKS.has(routeOptions.url ?? '')) return;
      return reply.code(503).send({ message: 'too many connections; try again in a few seconds' });
    });
  }

  private accept(socket: Socket): void {
    const { connections, addressConnections, trustProxy } = this.options;
    const network = networkOf(socket.remoteAddress ?? '');
    const count = this.open.get(network) ?? 0;
    if (
      this.total >= SOCKETS_PER_CONNECTION * connections ||
      (!trustProxy && count >= SOCKETS_PER_CONNECTION * addressConnections)
    ) {
      this.acceptSpare(socket);
    }
    this.total++;
    this.open.set(network, count + 1);
    // Not `once`, which would need 200 more bytes for each connection; a socket is closed once.
    socket.on('close', () => {
      this.total--;
      const left = (this.open.get(network) ?? 1) - 1;
      if (left > 0) this.open.set(network, left);
      else this.open.delete(network);
    });
  }

  private acceptSpare(socket: Socket): void {
    const name = nameOf(socket);
    this.spare.set(name, socket);
    socket.once('close', () => this.spare.delete(name));
    const [oldest] = this.spare.values();
    if (this.spare.size > MAX_SPARE) oldest?.destroy();
  }
}

/** Returns the name of a connection, which is the same for its TLS socket. */
const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

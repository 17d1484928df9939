import type { Server } from 'node:net';
import type { Options } from 'lectern-protocol/options';
import { networkOf } from '../util/network-of.js';

/** TCP connections for each allowed WebSocket connection. The others load pages or wait for their next request. */
const SOCKETS_PER_CONNECTION = 2;

/**
 * Limits TCP connections, whatever is sent on them. Behind a proxy, all of them have its address, so that the proxy must
 * limit those of one client.
 */
export function limitSockets(
  server: Server,
  options: Pick<Options, 'connections' | 'addressConnections' | 'trustProxy'>,
): void {
  server.maxConnections = SOCKETS_PER_CONNECTION * options.connections;
  if (options.trustProxy) return;
  const most = SOCKETS_PER_CONNECTION * options.addressConnections;
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const network = networkOf(socket.remoteAddress ?? '');
    const count = (open.get(network) ?? 0) + 1;
    if (count > most) {
      socket.destroy();
      return;
    }
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
  });
}

import type { Server } from 'node:http';
import type { Options } from 'lectern-protocol/options';
import type { RecoveryListener } from '../delivery/connection.js';
import type { Tickets } from '../identity/tickets.js';
import type { MessageEntry } from '../protocol/codec.js';
import type { Endpoint } from '../session/endpoint.js';
import type { ConnectionServices } from '../socket/connection-services.js';
import { WebSocketConnection } from '../socket/websocket-connection.js';
import type { BudgetMeter } from '../util/budget-meter.js';
import { ConnectionLimits } from './connection-limits.js';
import type { CookieHandshake } from './cookie-handshake.js';
import { type HandshakeServices, Handshakes } from './handshakes.js';
import { acceptUpgrades } from './upgrade.js';

interface Services extends Omit<HandshakeServices, 'limits'> {
  options: Options;
  metrics: HandshakeServices['metrics'] & { readonly budgets: BudgetMeter };
  connections: ConnectionServices;
  tickets: Tickets;
  cookies: CookieHandshake;
  /** The types that the program which embeds the server has defined, by their keys. */
  ownTypes: ReadonlyMap<string, MessageEntry>;
  /** Creates a new client on a new connection. */
  accept(endpoint: Endpoint): RecoveryListener;
}

/** Creates the ways by which clients connect: WebSockets and, if the options say so, Socket.IO. */
export async function createDoors(services: Services) {
  const { options, connections, tickets, cookies, accept, metrics, ownTypes } = services;
  const handshakes = new Handshakes({ ...services, limits: new ConnectionLimits(options, metrics.budgets) });
  // Nothing of Socket.IO is loaded without the option.
  const { SocketIo } = options.socketIo ? await import('../socketio/socket-io.js') : {};
  const newTicketId = () => tickets.newId();
  const socketIo =
    SocketIo && new SocketIo({ options, handshakes, connections, accept, newTicketId, ownTypes });
  return {
    socketIo,
    /** Accepts the upgrade requests of a server. */
    open(server: Server): void {
      acceptUpgrades(server, {
        options,
        handshakes,
        socketIo,
        cookies,
        connected: (webSocket, socket, endpoint) => {
          new WebSocketConnection(connections, webSocket, socket, endpoint.address, accept(endpoint));
        },
      });
    },
  };
}

import type { Namespace, Server, Socket } from 'socket.io';
import type { RecoveryListener } from '../delivery/connection.js';
import { bearerOf, type Handshakes } from '../http/handshakes.js';
import { errorData, Refusal } from '../protocol/errors.js';
import type { Endpoint } from '../session/endpoint.js';
import type { ConnectionServices } from '../socket/connection-services.js';
import type { DialectKind, Greeting } from './dialect.js';
import type { Dialects } from './dialects.js';
import { endpointOf } from './endpoint-request.js';
import type { EngineConnection } from './engine-connection.js';
import { SocketIoConnection } from './socket-io-connection.js';
import { Translations } from './translations.js';

interface Services {
  handshakes: Handshakes;
  connections: ConnectionServices;
  /** Creates a new client on a new connection. */
  accept(endpoint: Endpoint): RecoveryListener;
  /** Whether client libraries can recover sessions. */
  recovery: boolean;
  newTicketId(): string;
  dialects: Dialects;
  /** Returns the connection below a socket; undefined if it is closed. */
  engineOf(socket: Socket): EngineConnection | undefined;
}

/**
 * Time in ms after which a socket of versions 1 and 2 is a client although it has sent nothing. They always connect to
 * the namespace `/` first, also if the application uses another one.
 */
const UNUSED_MS = 2000;

/** Maximum number of events that wait until a socket is a client. */
const MAX_EARLY = 32;

/** The sockets of all namespaces, each of which is a client in the dialect that it uses. */
export class SocketIoClients {
  private readonly admitted = new WeakMap<Socket, SocketIoConnection>();
  /** The translations in use, by namespace. */
  private readonly translations = new WeakMap<Namespace, Map<string, Translations>>();

  constructor(
    io: Server,
    private readonly services: Services,
  ) {
    const others = io.of((name, _, next) => next(null, services.dialects.isNamespace(name)));
    for (const namespace of [io.of('/'), others]) {
      namespace.use((socket, next) => {
        if (mightBeUnused(socket)) next();
        else
          this.admit(socket).then(
            () => next(),
            (error) => next(connectError(error)),
          );
      });
      namespace.on('connection', (socket) => {
        const connection = this.admitted.get(socket);
        if (connection) connection.connected();
        else this.awaitUse(socket);
      });
    }
  }

  /** Makes a socket a client when it is used. */
  private awaitUse(socket: Socket): void {
    const early: unknown[][] = [];
    let isUsed = false;
    const use = () => {
      isUsed = true;
      clearTimeout(timer);
      this.admit(socket).then(
        (connection) => {
          socket.offAny(arrived);
          connection.connected();
          for (const [name, ...args] of early) connection.arrived(name, args);
        },
        () => socket.disconnect(true),
      );
    };
    const arrived = (...event: unknown[]) => {
      if (early.push(event) > MAX_EARLY) socket.disconnect(true);
      else if (!isUsed) use();
    };
    const timer = setTimeout(() => {
      if (this.services.engineOf(socket)?.isUnused) use();
    }, UNUSED_MS).unref();
    socket.onAny(arrived);
    socket.once('disconnect', () => clearTimeout(timer));
  }

  /** Makes a socket a client. @throws Refusal if it is not allowed to be one */
  private async admit(socket: Socket): Promise<SocketIoConnection> {
    const { handshakes, dialects } = this.services;
    const engine = this.services.engineOf(socket);
    if (!engine) throw new Refusal('conflict', 'the connection is closed');
    const greeting = greetingOf(socket);
    const kind = dialects.of(greeting);
    const {
      room,
      deltas,
      login,
      token = bearerOf(engine.request),
      publishesOpenly = false,
      usesSocketId = false,
    } = kind?.endpoint?.(greeting) ?? endpointOf(greeting);
    if (kind?.check) {
      const { user, openMode } = await handshakes.userOf(token);
      kind.check(greeting, user, openMode);
    }
    const lease = engine.takeLease() ?? (await handshakes.admit(engine.request, { token }));
    if ('status' in lease) {
      if (lease.refusal) throw lease.refusal;
      const details = { retry_after_ms: (lease.retryAfterSeconds ?? 1) * 1000 };
      throw new Refusal(lease.status === 503 ? 'unavailable' : 'rate-limited', lease.why, details);
    }
    const keeps = kind === undefined || kind === dialects.native;
    const caller = await handshakes.identify(engine.request, { token, keeps }, lease);
    const { pid, offset, recovery } = greeting.parameters;
    const recovers = this.services.recovery && keeps && greeting.revision === 4 && recovery !== '0';
    const listener = this.services.accept({
      ...caller,
      roomId: room,
      deltas: deltas ?? false,
      loginAnnounced: login ?? false,
      publishesOpenly,
      ...(usesSocketId && { clientId: socket.id }),
      ...(recovers && { recovery: { ticketId: this.services.newTicketId() } }),
    });
    const shared = {
      connections: this.services.connections,
      dialects,
      translationsFor: (each: DialectKind) => this.translationsFor(each, socket.nsp, greeting.revision),
    };
    const connection = new SocketIoConnection(shared, socket, engine, greeting, kind, listener, recovers);
    engine.add(connection, lease);
    this.admitted.set(socket, connection);
    const recovered = recovers && typeof pid === 'string' && (await connection.recover(pid, offset));
    // Client libraries take the session for the same if it has the same ID.
    Object.assign(socket, { pid: recovered ? pid : listener.recoveryTicket });
    return connection;
  }

  private translationsFor(kind: DialectKind, namespace: Namespace, revision: 3 | 4): Translations {
    const all = this.translations.get(namespace) ?? new Map<string, Translations>();
    this.translations.set(namespace, all);
    const key = `${kind.name} ${revision}`;
    const known = all.get(key) ?? new Translations(kind, namespace.name, revision);
    all.set(key, known);
    return known;
  }
}

function greetingOf({ nsp, handshake, conn }: Socket): Greeting {
  return {
    namespace: nsp.name,
    revision: conn.protocol === 3 ? 3 : 4,
    parameters: { ...handshake.query, ...handshake.auth },
  };
}

/** Whether a client library might have opened a socket that its application does not use. */
function mightBeUnused(socket: Socket): boolean {
  const { revision, namespace, parameters } = greetingOf(socket);
  return revision === 3 && namespace === '/' && !('room' in parameters || 'token' in parameters);
}

/** Returns the error that a client library reports as `connect_error`. Its `data` is that of an error message. */
function connectError(error: unknown): Error {
  const data = errorData(error, undefined);
  return Object.assign(new Error(data.message), { data });
}

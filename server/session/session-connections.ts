import type { Endpoint } from './endpoint.js';
import { SessionConnection, type SessionConnectionServices } from './session-connection.js';
import type { Sessions } from './sessions.js';

type Given = 'admit' | 'recover' | 'resumeByCookie' | 'closed';

interface Services extends Omit<SessionConnectionServices, Given> {
  sessions: Sessions;
}

/** Part of the shutdown's time that clients have to close their connections. */
const CLIENTS_SHARE = 0.8;

/** The connections of this node, each of which is used by a session. */
export class SessionConnections {
  private readonly open = new Set<SessionConnection>();
  private readonly services: SessionConnectionServices;
  /** Called when the last connection is closed during `drain`. */
  private emptied: (() => void) | undefined;

  constructor(private readonly given: Services) {
    this.services = {
      ...given,
      admit: (session) => given.sessions.admit(session),
      recover: (newcomer, shown) => given.sessions.recover(newcomer, shown),
      resumeByCookie: (connection, ticket, welcome) =>
        given.sessions.resumeByCookie(connection, ticket, welcome),
      closed: (connection) => {
        this.open.delete(connection);
        if (this.open.size === 0) this.emptied?.();
      },
    };
  }

  /** Number of connections. */
  get size(): number {
    return this.open.size;
  }

  /** Creates a new client on a new connection. */
  accept(endpoint: Endpoint): SessionConnection {
    const session = this.given.sessions.create(endpoint);
    const connection = new SessionConnection(this.services, endpoint, session);
    session.begin(connection);
    this.open.add(connection);
    return connection;
  }

  /**
   * Disconnects every client, with a random delay for its reconnection. Resolves when all connections are closed.
   * @param spread time in seconds over which the reconnections are spread
   * @param timeout time in seconds for the whole shutdown. Connections that the client has not closed after 80 % of it
   *   are terminated; the rest is for storing the sessions.
   */
  async drain(spread: number, timeout: number): Promise<void> {
    if (this.open.size === 0) return;
    const gone = new Promise<void>((resolve) => {
      this.emptied = resolve;
    });
    for (const { connection } of this.open) {
      connection.close('shutdown', `retry_after_ms=${Math.round(Math.random() * spread * 1000)}`);
    }
    const timer = setTimeout(
      () => {
        for (const { connection } of this.open) connection.terminate();
      },
      timeout * CLIENTS_SHARE * 1000,
    );
    await gone;
    clearTimeout(timer);
  }
}

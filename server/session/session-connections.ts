import type { Endpoint } from './endpoint.js';
import { SessionConnection, type SessionConnectionServices } from './session-connection.js';
import type { Sessions } from './sessions.js';

interface Services extends Omit<SessionConnectionServices, 'admit' | 'closed'> {
  sessions: Sessions;
  /** Monotonic, in ms since 1970; the same on all nodes. */
  clock(): number;
}

/** The connections of this node, each of which speaks for a session. */
export class SessionConnections {
  private readonly open = new Set<SessionConnection>();
  private readonly services: SessionConnectionServices;
  /** Called when the last connection is closed while they are being drained. */
  private emptied: (() => void) | undefined;

  constructor(private readonly given: Services) {
    this.services = {
      ...given,
      admit: (session) => given.sessions.admit(session),
      closed: (connection) => {
        this.open.delete(connection);
        if (this.open.size === 0) this.emptied?.();
      },
    };
  }

  /** How many there are. */
  get size(): number {
    return this.open.size;
  }

  /** A new client on a new connection. */
  accept(endpoint: Endpoint): SessionConnection {
    const { sessions, clock } = this.given;
    const session = sessions.create(endpoint);
    const connection = new SessionConnection(this.services, endpoint, session, clock());
    session.begin(connection);
    this.open.add(connection);
    return connection;
  }

  /**
   * Tells every client to come back, each at another moment, and resolves when all are gone.
   * @param spread seconds over which they are told to come back
   * @param timeout seconds after which those that did not close are cut
   */
  async drain(spread: number, timeout: number): Promise<void> {
    if (this.open.size === 0) return;
    const gone = new Promise<void>((resolve) => {
      this.emptied = resolve;
    });
    for (const { connection } of this.open) {
      connection.close('shutdown', `retry_after_ms=${Math.round(Math.random() * spread * 1000)}`);
    }
    const timer = setTimeout(() => {
      for (const { connection } of this.open) connection.terminate();
    }, timeout * 1000);
    await gone;
    clearTimeout(timer);
  }
}

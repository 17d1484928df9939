import type { Signaler } from '../signaler.js';
import { type ConnectionState, idle } from './connection-state.js';
import { Holds } from './holds.js';

/** A room or a lecture that this client stays in as long as a view needs it. */
export abstract class Session {
  protected readonly holds = new Holds(
    () => this.start(),
    () => {
      this.stop();
      this.showConnection(idle);
      this.forget();
    },
  );

  /**
   * Joins, and stays until the returned function is called. With several calls, the client joins once, and leaves after
   * the last of these functions.
   */
  readonly join = (): (() => void) => this.holds.hold();

  /** Connects again, immediately if the session waits, and as a new client if it has ended. */
  readonly retry = (): void => {
    const { connection } = this.connection;
    if (connection === 'waiting') this.signaler?.connect();
    else if (connection === 'closed') {
      this.stop();
      this.start();
    }
  };

  /** The connection; undefined while there is no session. */
  abstract readonly signaler: Signaler | undefined;
  protected abstract readonly connection: ConnectionState;
  protected abstract start(): void;
  /** Ends what needs the connection, and keeps what the state says about it. */
  protected abstract stop(): void;
  protected abstract showConnection(state: ConnectionState): void;
  /** Forgets what was written. */
  protected abstract forget(): void;
}

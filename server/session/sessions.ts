import { type Endpoint, Session, type SessionServices } from './session.js';

/** The sessions of this node. */
export class Sessions {
  private readonly open = new Set<Session>();
  /** Called when the last session ends while they are being drained. */
  private emptied: (() => void) | undefined;

  private readonly services: SessionServices;

  constructor(services: Omit<SessionServices, 'ended'>) {
    this.services = { ...services, ended: (session) => this.ended(session) };
  }

  get size(): number {
    return this.open.size;
  }

  /** A session that begins with the connection that is made for it. */
  create(endpoint: Endpoint): Session {
    const session = new Session(this.services, endpoint);
    this.open.add(session);
    return session;
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

  private ended(session: Session): void {
    this.open.delete(session);
    if (this.open.size === 0) this.emptied?.();
  }
}

import type { Backplane } from '../backplane/backplane.js';
import type { Place, Start } from '../chat/chat-client.js';
import type { KeptSession } from '../store/store.js';
import type { Identity } from './identity.js';

/** All that is needed to go on as a client: shared by the nodes, and kept for the time after a crash. */
export interface SessionRecord {
  clientId: string;
  identity: Identity;
  username: string;
  endpointRoom: string | undefined;
  deltas: boolean;
  protocol: Protocol;
  /** ms for which its place is kept. */
  keepTime: number;
  /** Counts the connections that went on as this client. */
  generation: number;
  /** The ticket that it was given last. */
  ticketId: string;
  /** The one before, which still works: the answer that brought the new one may have been lost. */
  former: FormerTicket | undefined;
  /** What it has of its own in rooms, by their ids. */
  places: Record<string, Place>;
  /** Where it came into each log: its rooms by their ids, and `direct`. */
  logs: Record<string, Start>;
}

/**
 * A ticket that was replaced. One that was redeemed works until a frame comes on the connection that it opened, and
 * `until` then (ms since 1970); one that was only refreshed as long as it would have.
 */
export interface FormerTicket {
  ticketId: string;
  until?: number;
}

/** The versions of the OWT client protocol; clients that name none are `legacy`. */
export type Protocol = 'legacy' | '1.0' | '1.1' | '1.2';

export interface Versioned {
  record: SessionRecord;
  version: number;
}

interface Services {
  backplane: Backplane & { keys(prefix: string): string[] };
  store: {
    session(clientId: string): Promise<KeptSession | undefined>;
    saveSession(kept: KeptSession): Promise<unknown>;
    endSession(given: { clientId: string }): Promise<unknown>;
  };
  log: { error(fields: object, text: string): void };
}

const PREFIX = 'session/';
const key = (clientId: string): string => PREFIX + clientId;

/** The records of clients that may come back. */
export class SessionRecords {
  /** @param lifetime ms that a record outlives its last change, if nobody goes on with it */
  constructor(
    private readonly services: Services,
    private readonly lifetime: number,
  ) {}

  /** The clients whose records this node has. */
  get clientIds(): string[] {
    return this.services.backplane.keys(PREFIX).map((key) => key.slice(PREFIX.length));
  }

  async get(clientId: string): Promise<Versioned | undefined> {
    const { backplane, store } = this.services;
    const shared = await backplane.get<SessionRecord>(key(clientId));
    if (shared) return { record: shared.value, version: shared.version };
    const kept = await store.session(clientId);
    return kept && { record: JSON.parse(kept.record) as SessionRecord, version: 0 };
  }

  /**
   * Replaces a record if nobody has since `version` (0: there is none yet).
   * @returns the new version, undefined where another was faster
   */
  async set(record: SessionRecord, version: number): Promise<number | undefined> {
    const { backplane, store, log } = this.services;
    const next = await backplane.compareAndSet(key(record.clientId), version, record);
    if (next === undefined) return undefined;
    const kept = {
      clientId: record.clientId,
      record: JSON.stringify(record),
      expires: Date.now() + this.lifetime,
    };
    // Without a database the client can still come back, only not after a crash.
    await store
      .saveSession(kept)
      .catch((error) => log.error({ client: record.clientId, err: error }, 'a session could not be kept'));
    return next;
  }

  async remove(clientId: string, version: number): Promise<void> {
    const { backplane, store, log } = this.services;
    if ((await backplane.compareAndSet(key(clientId), version, undefined)) === undefined) return;
    await store
      .endSession({ clientId })
      .catch((error) => log.error({ client: clientId, err: error }, 'a session could not be ended'));
  }
}

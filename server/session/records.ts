import type { Backplane } from '../backplane/backplane.js';
import { alone, type Nodes } from '../backplane/nodes.js';
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
  /** The node that goes on with it. */
  node: string;
  /** Counts the connections and the nodes that went on as this client. */
  generation: number;
  /** The serial of the connection that it spoke through last. */
  latest: number;
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
 * A ticket that was replaced. One that was redeemed works until its client shows on the connection which it opened
 * that the answer came, and no longer than `until` (ms since 1970); one that was only refreshed as long as it would have.
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
  backplane: Backplane;
  nodes: Nodes;
  store: {
    session(clientId: string): Promise<KeptSession | undefined>;
    saveSession(kept: KeptSession): Promise<unknown>;
    endSession(given: { clientId: string }): Promise<unknown>;
  };
  log: { error(fields: object, text: string): void };
}

/** What the keys of all of them begin with. */
export const SESSIONS = 'session/';
const key = (clientId: string): string => SESSIONS + clientId;

/** The records of clients that may come back. */
export class SessionRecords {
  /** @param lifetime ms that a record outlives its last change, if nobody goes on with it */
  constructor(
    private readonly services: Services,
    private readonly lifetime: number,
  ) {}

  async get(clientId: string): Promise<Versioned | undefined> {
    const { backplane, store } = this.services;
    const shared = await backplane.get<SessionRecord>(key(clientId));
    if (shared) return { record: shared.value, version: shared.version };
    const kept = await store.session(clientId);
    return kept && { record: JSON.parse(kept.record) as SessionRecord, version: 0 };
  }

  /** Notes that this node answers for a client, before it keeps a record of it. */
  async hold(clientId: string): Promise<void> {
    await this.services.nodes.hold(clientId);
  }

  /**
   * Makes this node the one that goes on with a client; undefined where another was faster.
   * @param serial of the connection that it comes back on, if it does
   */
  async claim(found: Versioned, serial = found.record.latest): Promise<Versioned | undefined> {
    const { nodes, log } = this.services;
    const { record, version } = found;
    // Of the server before no connection is left that could be the later one.
    if (nodes === alone) return { record: { ...record, latest: 0 }, version };
    const { clientId, node } = record;
    const next = { ...record, node: nodes.id, generation: record.generation + 1, latest: serial };
    await this.hold(clientId);
    const claimed = await this.set(next, version);
    if (claimed === undefined) {
      await nodes.release(clientId);
      return undefined;
    }
    if (node !== nodes.id) {
      // Should it stay there, whoever clears up after that node sees whose it is.
      await nodes
        .release(clientId, node)
        .catch((err) => log.error({ client: clientId, err }, 'a session is still noted for another node'));
    }
    return { record: next, version: claimed };
  }

  /** Whether another node goes on with a client. */
  async isElsewhere(clientId: string): Promise<boolean> {
    if (this.services.nodes === alone) return false;
    const shared = await this.services.backplane.get<SessionRecord>(key(clientId));
    return shared !== undefined && shared.value.node !== this.services.nodes.id;
  }

  /** Whether a record is gone although the client has not left: what the nodes share has been lost. */
  async isLost(clientId: string): Promise<boolean> {
    const { backplane, store } = this.services;
    if (await backplane.get(key(clientId))) return false;
    return (await store.session(clientId)) !== undefined;
  }

  /** This node. */
  get node(): string {
    return this.services.nodes.id;
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

  /** Removes the record of a client that leaves; false where it does not, as another node goes on with it. */
  async remove(clientId: string, version: number): Promise<boolean> {
    const { backplane, nodes, store, log } = this.services;
    const removed = await backplane.compareAndSet(key(clientId), version, undefined);
    if (removed === undefined && (await backplane.get(key(clientId)))) return false;
    await nodes
      .release(clientId)
      .catch((err) => log.error({ client: clientId, err }, 'a session that is over is still noted'));
    await store
      .endSession({ clientId })
      .catch((error) => log.error({ client: clientId, err: error }, 'a session could not be ended'));
    return true;
  }
}

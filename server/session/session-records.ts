import type { Backplane } from '../backplane/backplane.js';
import { type NodeRegistry, singleNode } from '../backplane/node-registry.js';
import type { JoinPosition, RoomProfile } from '../chat/chat-client.js';
import type { Identity } from '../identity/identity.js';
import { Refusal } from '../protocol/errors.js';
import type { StoredSession } from '../store/store.js';

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
  places: Record<string, RoomProfile>;
  /** Where it came into each log: its rooms by their ids, and `direct`. */
  logs: Record<string, JoinPosition>;
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

export interface VersionedRecord {
  record: SessionRecord;
  version: number;
}

interface Services {
  backplane: Backplane;
  nodes: NodeRegistry;
  store: {
    session(clientId: string): Promise<StoredSession | undefined>;
    saveSession(kept: StoredSession): Promise<unknown>;
    deleteSession(given: { clientId: string }): Promise<unknown>;
  };
  log: { error(fields: object, text: string): void };
}

/** What the keys of all of them begin with. */
export const SESSION_KEY_PREFIX = 'session/';
const key = (clientId: string): string => SESSION_KEY_PREFIX + clientId;

/** What the database does not know of a client: its record is another, or it is not there any more. */
type Unsaved = 'changed' | 'left';

/** ms between two attempts to let the database know what it does not know yet. */
const RETRY_MS = 1000;

/** The records of clients that may come back. */
export class SessionRecords {
  /** The clients of whose last change the database does not know: it was away. */
  private readonly unsaved = new Map<string, Unsaved>();
  private timer: NodeJS.Timeout | undefined;

  /** @param lifetime ms that a record outlives its last change, if nobody goes on with it */
  constructor(
    private readonly services: Services,
    private readonly lifetime: number,
  ) {}

  async get(clientId: string): Promise<VersionedRecord | undefined> {
    const { backplane, store } = this.services;
    const shared = await backplane.get<SessionRecord>(key(clientId));
    if (shared) return { record: shared.value, version: shared.version };
    const kept = await store.session(clientId);
    return kept && { record: JSON.parse(kept.record) as SessionRecord, version: 0 };
  }

  /** Notes that this node answers for a client, before it keeps a record of it. */
  async register(clientId: string): Promise<void> {
    await this.services.nodes.claimClient(clientId);
  }

  /**
   * Makes this node the one that goes on with a client; undefined where another was faster.
   * @param serial of the connection that it comes back on, if it does
   */
  async claim(found: VersionedRecord, serial = found.record.latest): Promise<VersionedRecord | undefined> {
    const { nodes, log } = this.services;
    const { record, version } = found;
    // Of the server before no connection is left that could be the later one.
    if (nodes === singleNode) return { record: { ...record, latest: 0 }, version };
    const { clientId, node } = record;
    const next = { ...record, node: nodes.id, generation: record.generation + 1, latest: serial };
    await this.register(clientId);
    const claimed = await this.set(next, version);
    if (claimed === undefined) {
      await nodes.releaseClient(clientId);
      return undefined;
    }
    if (node !== nodes.id) {
      // Should it stay there, whoever clears up after that node sees whose it is.
      await nodes
        .releaseClient(clientId, node)
        .catch((err) => log.error({ client: clientId, err }, 'a session is still noted for another node'));
    }
    return { record: next, version: claimed };
  }

  /** Whether another node goes on with a client. */
  async isOwnedElsewhere(clientId: string): Promise<boolean> {
    if (this.services.nodes === singleNode) return false;
    const shared = await this.services.backplane.get<SessionRecord>(key(clientId));
    return shared !== undefined && shared.value.node !== this.services.nodes.id;
  }

  /**
   * Whether a record is gone although the client has not left, and nobody has gone on with it since that generation:
   * what the nodes share has been lost.
   */
  async isMissing(clientId: string, generation: number): Promise<boolean> {
    const { backplane, store } = this.services;
    if (await backplane.get(key(clientId))) return false;
    const kept = await store.session(clientId);
    return kept !== undefined && (JSON.parse(kept.record) as SessionRecord).generation <= generation;
  }

  /** There are other nodes that may go on with a client. */
  get shared(): boolean {
    return this.services.nodes !== singleNode;
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
    const { backplane, log } = this.services;
    const next = await backplane.compareAndSet(key(record.clientId), version, record);
    if (next === undefined) return undefined;
    // Without a database the client can still come back, only not after a crash.
    try {
      await this.save(record);
      await this.saveLatest(record.clientId, 'changed', next);
    } catch (error) {
      log.error({ client: record.clientId, err: error }, 'a session could not be kept');
      this.retryLater(record.clientId, 'changed');
    }
    return next;
  }

  /** Removes the record of a client that leaves; false where it does not, as another node goes on with it. */
  async remove(clientId: string, version: number): Promise<boolean> {
    const { backplane, nodes, store, log } = this.services;
    const removed = await backplane.compareAndSet(key(clientId), version, undefined);
    if (removed === undefined && (await backplane.get(key(clientId)))) return false;
    await nodes
      .releaseClient(clientId)
      .catch((err) => log.error({ client: clientId, err }, 'a session that is over is still noted'));
    await store.deleteSession({ clientId }).catch((error) => {
      log.error({ client: clientId, err: error }, 'a session could not be ended');
      this.retryLater(clientId, 'left');
    });
    return true;
  }

  /** Writes nothing down later. */
  close(): void {
    clearTimeout(this.timer);
  }

  private save(record: SessionRecord): Promise<unknown> {
    const { clientId } = record;
    const expires = Date.now() + this.lifetime;
    return this.services.store.saveSession({ clientId, record: JSON.stringify(record), expires });
  }

  private retryLater(clientId: string, what: Unsaved): void {
    this.unsaved.set(clientId, what);
    this.timer ??= setTimeout(() => void this.retryUnsaved(), RETRY_MS).unref();
  }

  /** Lets the database know what it does not know yet, or tries again later. Never rejects. */
  private async retryUnsaved(): Promise<void> {
    const waiting = [...this.unsaved];
    this.unsaved.clear();
    this.timer = undefined;
    for (const [index, [clientId, what]] of waiting.entries()) {
      try {
        await this.saveLatest(clientId, what);
      } catch (err) {
        this.services.log.error({ client: clientId, err }, 'a session could still not be kept');
        if (!(err instanceof Refusal)) continue;
        // Nobody else could be written down either; what was to be since is newer.
        for (const [id, each] of waiting.slice(index)) this.retryLater(id, this.unsaved.get(id) ?? each);
        return;
      }
    }
  }

  /**
   * Writes down the newest record of a client, where that is not what was written down last from here: of two that are
   * written on two nodes at once the older one may be the last to arrive.
   * @param kept the version of what was
   * @throws Refusal unavailable
   */
  private async saveLatest(clientId: string, what: Unsaved, kept?: number): Promise<void> {
    const { backplane, store } = this.services;
    for (let last = kept; ; ) {
      const newest = await backplane.get<SessionRecord>(key(clientId));
      if (!newest && what === 'left') await store.deleteSession({ clientId });
      if (!newest || newest.version === last) return;
      await this.save(newest.value);
      last = newest.version;
    }
  }
}

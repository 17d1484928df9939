import type { Backplane } from '../backplane/backplane.js';
import { type NodeRegistry, singleNode } from '../backplane/node-registry.js';
import type { JoinPosition, RoomProfile } from '../chat/chat-client.js';
import type { Identity } from '../identity/identity.js';
import { Refusal } from '../protocol/errors.js';
import type { StoredSession } from '../store/store.js';

/** Everything needed to resume a client's session. Shared between nodes and persisted, so that it survives a crash. */
export interface SessionRecord {
  clientId: string;
  identity: Identity;
  username: string;
  endpointRoom: string | undefined;
  deltas: boolean;
  protocol: Protocol;
  /** Present if the client has not logged in. It does not have the ticket, which the server uses for its cookie. */
  byCookie?: true | undefined;
  /** See ChatClient. */
  requestScope?: string;
  /** Time in ms for which the session is kept without a connection. */
  keepTime: number;
  /** ID of the node that owns the session. */
  node: string;
  /** Number of times that a connection or a node has taken over the session. */
  generation: number;
  /** Serial of the client's last connection. */
  latest: number;
  /** ID of the current ticket. */
  ticketId: string;
  /** Whether the current ticket can be redeemed repeatedly, by a client library that cannot store another one. */
  reusable?: boolean;
  /** The former ticket, which can still be valid: the reply with the current one might have been lost. */
  former: FormerTicket | undefined;
  /** The client's profiles, by room ID. */
  places: Record<string, RoomProfile>;
  /** Where the client joined each of its logs: its rooms by their IDs, and `direct`. */
  logs: Record<string, JoinPosition>;
}

/** A ticket that was redeemed. It is valid until the client confirms on its new connection that the reply has arrived. */
export interface FormerTicket {
  ticketId: string;
}

/** The versions of the OWT client protocol. Clients that do not give a version are `legacy`. */
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

/** Prefix of the keys of all records. */
export const SESSION_KEY_PREFIX = 'session/';
const key = (clientId: string): string => SESSION_KEY_PREFIX + clientId;

/** A change that is not in the database yet: a record was replaced or removed. */
type Unsaved = 'changed' | 'left';

/** Time in ms between two attempts to write pending changes to the database. */
const RETRY_MS = 1000;

/** The records of all sessions that can be resumed. */
export class SessionRecords {
  /** Clients whose last change could not be written to the database. */
  private readonly unsaved = new Map<string, Unsaved>();
  private timer: NodeJS.Timeout | undefined;

  /** @param lifetime time in ms after which an unchanged record expires */
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

  /** Records that this node owns a client's session, before the session's record is created. */
  async register(clientId: string): Promise<void> {
    await this.services.nodes.claimClient(clientId);
  }

  /**
   * Claims a client's session for this node. Returns undefined if another node claimed it first.
   * @param serial serial of the connection on which the client resumes, if it does
   */
  async claim(found: VersionedRecord, serial = found.record.latest): Promise<VersionedRecord | undefined> {
    const { nodes, log } = this.services;
    const { record, version } = found;
    // The connections of the previous process are all closed, so none of them can be later than this one.
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
      // If the entry remains, the node that cleans up after the former owner finds the new owner in the record.
      await nodes
        .releaseClient(clientId, node)
        .catch((err) =>
          log.error({ client: clientId, err }, 'could not remove a session from its former node'),
        );
    }
    return { record: next, version: claimed };
  }

  /** Returns the record of a client whose session another node has taken over. */
  async ownedElsewhere(clientId: string): Promise<SessionRecord | undefined> {
    if (this.services.nodes === singleNode) return undefined;
    const shared = await this.services.backplane.get<SessionRecord>(key(clientId));
    return shared && shared.value.node !== this.node ? shared.value : undefined;
  }

  /**
   * Returns the version that this node can replace although it does not know it:
   * - that of its own last change, if the answer to the change was lost,
   * - 0 if the shared state was lost: the record is missing although the client has not left, and no other node has taken
   *   over its session since the given generation.
   *
   * Returns undefined if another node has taken over the session, or if the client has left.
   */
  async versionToReplace(clientId: string, generation: number): Promise<number | undefined> {
    const { backplane, store } = this.services;
    const shared = await backplane.get<SessionRecord>(key(clientId));
    if (shared) return shared.value.node === this.node ? shared.version : undefined;
    const kept = await store.session(clientId);
    return kept && (JSON.parse(kept.record) as SessionRecord).generation <= generation ? 0 : undefined;
  }

  /** Whether other nodes can take over a client's session. */
  get shared(): boolean {
    return this.services.nodes !== singleNode;
  }

  /** ID of this node. */
  get node(): string {
    return this.services.nodes.id;
  }

  /**
   * Replaces a record if it still has the given version (0: there is no record yet).
   * @returns the new version, or undefined if the version differs
   */
  async set(record: SessionRecord, version: number): Promise<number | undefined> {
    const { backplane, log } = this.services;
    const next = await backplane.compareAndSet(key(record.clientId), version, record);
    if (next === undefined) return undefined;
    // Without the database, the client can still resume, but not after a crash.
    try {
      await this.save(record);
      await this.saveLatest(record.clientId, 'changed', next);
    } catch (error) {
      log.error({ client: record.clientId, err: error }, 'could not save a session');
      this.retryLater(record.clientId, 'changed');
    }
    return next;
  }

  /** Removes the record of a client that leaves. Returns false if another node has taken over the session. */
  async remove(clientId: string, version: number): Promise<boolean> {
    const { backplane, nodes, store, log } = this.services;
    let removed = await backplane.compareAndSet(key(clientId), version, undefined);
    while (removed === undefined) {
      const shared = await backplane.get<SessionRecord>(key(clientId));
      if (!shared) break;
      if (shared.value.node !== this.node) return false;
      // The answer to this node's last change was lost.
      removed = await backplane.compareAndSet(key(clientId), shared.version, undefined);
    }
    await nodes
      .releaseClient(clientId)
      .catch((err) =>
        log.error({ client: clientId, err }, 'could not remove an ended session from the registry'),
      );
    await store.deleteSession({ clientId }).catch((error) => {
      log.error({ client: clientId, err: error }, 'could not delete the record of an ended session');
      this.retryLater(clientId, 'left');
    });
    return true;
  }

  /** Cancels the retries of pending writes. */
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

  /** Writes pending changes to the database, or tries again later. Never rejects. */
  private async retryUnsaved(): Promise<void> {
    const waiting = [...this.unsaved];
    this.unsaved.clear();
    this.timer = undefined;
    for (const [index, [clientId, what]] of waiting.entries()) {
      try {
        await this.saveLatest(clientId, what);
      } catch (err) {
        this.services.log.error({ client: clientId, err }, 'could not save a session on retry');
        if (!(err instanceof Refusal)) continue;
        // Other writes would fail as well. A change that was added meanwhile is newer and must not be replaced.
        for (const [id, each] of waiting.slice(index)) this.retryLater(id, this.unsaved.get(id) ?? each);
        return;
      }
    }
  }

  /**
   * Writes the newest record of a client to the database, unless this node has just written that version. If two nodes
   * write at the same time, the older record can arrive last.
   * @param kept the version that this node has written
   * @throws Refusal unavailable if the database cannot be reached
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

import { v4 as uuid } from 'uuid';
import type { FailoverHandler, NodeRegistry } from './node-registry.js';
import type { RedisConnection } from './redis-connection.js';
import type { RedisKeys } from './redis-keys.js';

/** Time in ms between two heartbeats. */
const HEARTBEAT_MS = 2000;
/** Time in ms without a heartbeat after which a node is declared dead. */
const DEAD_AFTER_MS = 6000;
/** Time in ms after which another node can take over a failover that was started. */
const LEASE_MS = 10_000;

/** A room that has clients of this node. */
interface TrackedRoom {
  clientIds: Set<string>;
  /** Resolves when the room is recorded in Redis. */
  recorded: Promise<unknown>;
}

/** The registry of a cluster in Redis: heartbeats, ownership of sessions and rooms, and failover after the death of a node. */
export class RedisNodeRegistry implements NodeRegistry {
  id: string = uuid();
  /** IDs of the living nodes as of the last heartbeat, including this one. */
  alive: readonly string[] = [this.id];
  private readonly rooms = new Map<string, TrackedRoom>();
  /** IDs of dead nodes that this node takes over from. */
  private readonly claimed = new Set<string>();
  private failover: FailoverHandler | undefined;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  /** Start of the current uninterrupted period of answers from Redis, and last answer, in ms of the monotonic clock. */
  private answers: { since: number; last: number } | undefined;

  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: RedisKeys,
    private readonly log: { warn(fields: object, text: string): void },
    /** Retries operations that failed while Redis could not be reached. */
    private readonly retryPending: () => Promise<void>,
  ) {}

  /** Starts the heartbeats of this node. @throws Refusal unavailable */
  async open(failover: FailoverHandler): Promise<void> {
    await this.sendHeartbeat(true);
    this.failover = failover;
    this.timer = setInterval(() => void this.heartbeat(), HEARTBEAT_MS).unref();
  }

  /** Declares this node dead, so that the others take over without waiting for its heartbeats. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.failover = undefined;
    await this.sending;
    if (!this.timer) return;
    await this.connection
      .run(this.keys.heartbeats, ['ZADD', this.keys.heartbeats, '0', this.id])
      .catch((err) => this.log.warn({ err }, 'could not notify the other nodes that this node is stopping'));
  }

  async others(): Promise<readonly string[]> {
    // A node that has just started is not in `alive` yet.
    await this.sendHeartbeat(false);
    return this.alive.filter((node) => node !== this.id);
  }

  async claimClient(clientId: string): Promise<void> {
    const key = this.keys.sessionsOf(this.id);
    await this.connection.run(key, ['SADD', key, clientId]);
  }

  async releaseClient(clientId: string, node = this.id): Promise<void> {
    const key = this.keys.sessionsOf(node);
    await this.connection.run(key, ['SREM', key, clientId]);
  }

  /** Records that a client of this node is about to join a room. */
  async trackMember(roomId: string, clientId: string): Promise<void> {
    let room = this.rooms.get(roomId);
    if (!room) {
      const key = this.keys.roomsOf(this.id);
      room = { clientIds: new Set(), recorded: this.connection.run(key, ['SADD', key, roomId]) };
      this.rooms.set(roomId, room);
    }
    room.clientIds.add(clientId);
    try {
      await room.recorded;
    } catch (error) {
      if (this.rooms.get(roomId) === room) this.rooms.delete(roomId);
      throw error;
    }
  }

  /** Records that a client of this node has left a room. */
  async untrackMember(roomId: string, clientId: string): Promise<void> {
    const room = this.rooms.get(roomId);
    if (!room?.clientIds.delete(clientId) || room.clientIds.size > 0) return;
    this.rooms.delete(roomId);
    const key = this.keys.roomsOf(this.id);
    await this.connection.run(key, ['SREM', key, roomId]);
  }

  /** Sends a heartbeat, and takes over from dead nodes. Never rejects. */
  heartbeat(): Promise<void> {
    if (!this.failover) return Promise.resolve();
    this.sending ??= this.sendHeartbeat(false)
      .catch(() => {
        this.answers = undefined;
      })
      .finally(() => {
        this.sending = undefined;
      });
    return this.sending;
  }

  private async sendHeartbeat(first: boolean): Promise<void> {
    const { heartbeats, claims } = this.keys;
    const args = [this.id, String(DEAD_AFTER_MS), String(LEASE_MS), first ? '1' : '0', ...this.claimed];
    const answer = (await this.connection.call('beat', [heartbeats, claims], args)) as
      | [string[], string[]]
      | null;
    if (!answer) return this.rejoin();
    const now = performance.now();
    const unbroken = this.answers && now - this.answers.last < DEAD_AFTER_MS;
    this.answers = { since: unbroken && this.answers ? this.answers.since : now, last: now };
    const [dead, all] = answer;
    this.alive = all.filter((node) => !dead.includes(node));
    await this.retryPending();
    // After an interruption of its own, this node cannot tell which other nodes are dead.
    if (now - this.answers.since < DEAD_AFTER_MS) return;
    for (const node of dead) if (!this.claimed.has(node)) void this.takeOverFrom(node);
  }

  private async rejoin(): Promise<void> {
    this.log.warn(
      { node: this.id },
      'this node was declared dead, or Redis lost its data; it continues with a new ID',
    );
    this.id = uuid();
    this.rooms.clear();
    this.claimed.clear();
    this.failover?.nodeReset();
    await this.sendHeartbeat(true);
  }

  private async takeOverFrom(node: string): Promise<void> {
    this.claimed.add(node);
    const { keys, connection } = this;
    try {
      const args = [node, String(DEAD_AFTER_MS), String(LEASE_MS)];
      if ((await connection.call('claim', [keys.heartbeats, keys.claims], args)) !== 1) return;
      this.log.warn({ node }, 'a node is dead; this node takes over from it');
      const [sessions, rooms] = [keys.sessionsOf(node), keys.roomsOf(node)];
      const clientIds = (await connection.run(sessions, ['SMEMBERS', sessions])) as string[];
      const roomIds = (await connection.run(rooms, ['SMEMBERS', rooms])) as string[];
      await this.failover?.takeOver(node, clientIds, roomIds);
      await connection.run(sessions, ['DEL', sessions]);
      await connection.run(rooms, ['DEL', rooms]);
      await connection.run(keys.claims, ['ZREM', keys.claims, node]);
    } catch (err) {
      // This or another node retries after the lease has expired.
      this.log.warn({ node, err }, 'could not take over from a dead node');
    } finally {
      this.claimed.delete(node);
    }
  }
}

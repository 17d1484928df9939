import { v4 as uuid } from 'uuid';
import type { Account } from '../util/account.js';
import { SharedTimeout } from '../util/shared-timeout.js';
import {
  type Author,
  type Backplane,
  boundsOf,
  type LockPurpose,
  type LogAnnouncement,
  type LogEntry,
  type LogLimits,
  type LogListener,
  type Position,
  type Presence,
  type PresenceListener,
  ttlOf,
  type Versioned,
} from './backplane.js';
import { ClusterMutex } from './cluster-mutex.js';
import { LogSubscription } from './log-subscription.js';
import { PresenceSubscription } from './presence-subscription.js';
import { RedisConnection, wasNotSent } from './redis-connection.js';
import { entryOf, RedisEntries } from './redis-entries.js';
import { ledgerOf, RedisKeys } from './redis-keys.js';
import { RedisLocks } from './redis-locks.js';
import { RedisNodeRegistry } from './redis-node-registry.js';

export interface RedisOptions {
  /** `redis://` or `rediss://`. Several URLs belong to one Redis Cluster. */
  urls: readonly string[];
  log: { warn(fields: object, text: string): void };
  /** Prefix of all keys and channels. Defaults to `lectern:`. */
  prefix?: string;
  /** Returns the time in ms since 1970, about the same on all nodes. */
  clock?: () => number;
  /** Limits of the memory of all logs on a Redis server. Without them, only the limits of each log apply. */
  limits?: LogLimits;
  /** Called with the duration in seconds of each call to Redis. */
  onAnswer?: (seconds: number) => void;
}

/** Maximum time of waitBriefly, in ms. */
const briefTimeout = new SharedTimeout(2000);

/** Waits for a delivery for a limited time: if the channels are interrupted, it happens later. */
async function waitBriefly(awaited: Promise<void> | undefined): Promise<void> {
  if (awaited) await briefTimeout.race(awaited).catch(() => {});
}

const UNLIMITED: LogLimits = { total: Infinity, user: Infinity, network: Infinity };

/** A term that is later than that of any node. */
const LATEST_TERM = Number.MAX_SAFE_INTEGER;

/** The backplane of a cluster of nodes, in Redis or in a Redis Cluster. */
export class RedisBackplane implements Backplane {
  private readonly logs = new Map<string, LogSubscription>();
  private readonly rooms = new Map<string, PresenceSubscription>();
  /** Removals that failed while Redis could not be reached: room, client and term. */
  private readonly pendingLeaves = new Map<string, Map<string, number>>();
  private connection!: RedisConnection;
  private locks!: RedisLocks;
  private logMutex!: ClusterMutex;
  /** The nodes of the cluster. */
  nodes!: RedisNodeRegistry;

  private constructor(
    private readonly keys: RedisKeys,
    private readonly entries: RedisEntries,
    private readonly logger: RedisOptions['log'],
  ) {}

  /** Connects to Redis. @throws OptionsError if Redis cannot be reached */
  static async open(options: RedisOptions): Promise<RedisBackplane> {
    const { urls, log, prefix = 'lectern:', clock = Date.now, limits = UNLIMITED, onAnswer } = options;
    const keys = new RedisKeys(prefix);
    const entries = new RedisEntries(keys, clock, ledgerOf(urls, prefix), limits);
    const backplane = new RedisBackplane(keys, entries, log);
    const onRestored = () => void backplane.reconnected();
    // There are no locks before the connection is open.
    let locks: RedisLocks | undefined;
    const onFailure = () => locks?.markUncertain();
    const events = { onRestored, onFailure, ...(onAnswer && { onAnswer }) };
    const connection = await RedisConnection.open({ urls, log, ...events });
    locks = new RedisLocks(connection, keys, () => backplane.nodes.id, log);
    backplane.connection = connection;
    backplane.locks = locks;
    backplane.nodes = new RedisNodeRegistry(connection, keys, log, () => backplane.retryPending());
    backplane.logMutex = new ClusterMutex(backplane.locks);
    return backplane;
  }

  check = (): Promise<string | undefined> => this.connection.check(this.keys.check);

  get reachable(): boolean {
    return this.connection.reachable;
  }

  /** Numbers of subscribed logs and rooms, and of received messages that were not delivered yet. */
  get stats(): { subscriptions: number; backlog: number } {
    let backlog = 0;
    for (const subscription of this.logs.values()) backlog += subscription.backlog;
    return { subscriptions: this.logs.size + this.rooms.size, backlog };
  }

  /** Returns the time of the Redis server in ms since 1970. */
  async time(): Promise<number> {
    return Number(await this.connection.call('time', [this.keys.heartbeats], []));
  }

  async append(
    name: string,
    envelope: string,
    author?: Author,
    request = '',
    account?: Account,
  ): Promise<Position> {
    const args = this.entries.appendArgs(name, envelope, author, request, account);
    const [epoch, seq] = (await this.connection.call('append', this.keys.log(name), args)) as [
      string,
      number,
    ];
    // The entry is delivered to local listeners before this call returns.
    await waitBriefly(this.logs.get(name)?.whenDelivered({ epoch, seq }));
    return { epoch, seq };
  }

  async announce(
    name: string,
    envelope: string,
    { id, previous = 0, epoch: before }: LogAnnouncement,
    author?: Author,
    account?: Account,
  ): Promise<boolean> {
    const args = this.entries.appendArgs(name, envelope, author, '', account);
    args.push(String(id), String(previous), before);
    const answer = await this.connection.call('announce', this.keys.log(name), args);
    if (answer === null) return false;
    const [epoch, seq] = answer as [string, number];
    await waitBriefly(this.logs.get(name)?.whenDelivered({ epoch, seq }));
    return true;
  }

  async lastAnnounced(name: string): Promise<{ epoch: string; id: number }> {
    const answer = await this.connection.call('head', this.keys.log(name), [uuid()]);
    const [epoch, , id] = answer as [string, number, number];
    return { epoch, id };
  }

  async publish(name: string, envelope: string, author?: Author): Promise<void> {
    const message = `  ${author ? JSON.stringify(author) : ''}\n${envelope}`;
    try {
      await this.connection.publish(this.keys.logChannel(name), message);
    } catch (error) {
      if (!wasNotSent(error)) throw error;
      // The message cannot reach other nodes, but is delivered on this one.
      this.logs.get(name)?.receive(message);
    }
  }

  withLogLock<T>(name: string, task: (epoch: string) => Promise<T>, purpose?: LockPurpose): Promise<T> {
    return this.logMutex.run(name, task, purpose);
  }

  /** Breaks a dead node's lock on a log, see RedisLocks.breakLock. */
  async breakLock(name: string, node: string): Promise<void> {
    await this.locks.breakLock(name, node);
  }

  async head(name: string): Promise<Position> {
    const [epoch, seq] = (await this.connection.call('head', this.keys.log(name), [uuid()])) as [
      string,
      number,
    ];
    return { epoch, seq };
  }

  async read(name: string, { epoch, seq }: Position): Promise<LogEntry[] | undefined> {
    const args = [...this.entries.boundArgs(name), epoch, String(seq)];
    const found = (await this.connection.call('read', this.keys.log(name), args)) as
      | [string, string[]][]
      | null;
    return found?.map(entryOf);
  }

  async subscribe(name: string, listener: LogListener): Promise<Position> {
    let subscription = this.logs.get(name);
    if (!subscription) {
      subscription = new LogSubscription({
        head: () => this.head(name),
        read: (after) => this.read(name, after),
        log: this.logger,
      });
      this.logs.set(name, subscription);
      subscription.subscribed = this.connection.subscribe(this.keys.logChannel(name), subscription.receive);
    }
    subscription.listeners.add(listener);
    try {
      await subscription.subscribed;
      return await subscription.position();
    } catch (error) {
      await this.unsubscribe(name, listener);
      throw error;
    }
  }

  async unsubscribe(name: string, listener: LogListener): Promise<void> {
    const subscription = this.logs.get(name);
    subscription?.listeners.delete(listener);
    if (!subscription || subscription.listeners.size > 0) return;
    this.logs.delete(name);
    subscription.close();
    const channel = this.keys.logChannel(name);
    await this.connection.unsubscribe(channel, subscription.receive);
    if (!this.reachable) return;
    await this.connection
      .call('idle', this.keys.log(name), [channel, String(boundsOf(name).ms * 2)])
      .catch((err) => this.logger.warn({ err }, 'could not let an unused log expire'));
  }

  async enter(roomId: string, member: Presence, maxMembers = -1, term = 0): Promise<boolean> {
    await this.nodes.trackMember(roomId, member.id);
    const args = [
      this.keys.roomChannel(roomId),
      member.id,
      JSON.stringify(member),
      String(Number.isFinite(maxMembers) ? maxMembers : -1),
      String(term),
      this.nodes.id,
    ];
    try {
      const answer = await this.connection.call('enter', this.keys.room(roomId), args);
      const [entered, change] = answer as [number, number];
      if (entered !== 1) {
        await this.nodes.untrackMember(roomId, member.id);
        return false;
      }
      this.pendingLeaves.get(roomId)?.delete(member.id);
      await waitBriefly(this.rooms.get(roomId)?.whenDelivered(change));
      return true;
    } catch (error) {
      // The client might have been added.
      this.leaveLater(roomId, member.id, term);
      throw error;
    }
  }

  async leave(roomId: string, clientId: string, term = LATEST_TERM): Promise<boolean> {
    try {
      return await this.removeMember(roomId, clientId, term);
    } catch {
      this.leaveLater(roomId, clientId, term);
      return true;
    }
  }

  async handOffMember(roomId: string, clientId: string): Promise<void> {
    this.pendingLeaves.get(roomId)?.delete(clientId);
    await this.nodes.untrackMember(roomId, clientId);
  }

  /**
   * Removes the clients of a dead node from a room. Returns the removed members.
   * @param stays returns whether a client remains, because another node is about to resume it
   */
  async removeMembersOf(
    roomId: string,
    node: string,
    stays: (clientId: string) => Promise<boolean>,
  ): Promise<Presence[]> {
    const gone: Presence[] = [];
    for (const { member, node: on } of (await this.readMembers(roomId)).members) {
      if (on !== node || (await stays(member.id))) continue;
      if (await this.removeMember(roomId, member.id, LATEST_TERM, node)) gone.push(member);
    }
    return gone;
  }

  private async removeMember(roomId: string, clientId: string, term: number, node = ''): Promise<boolean> {
    const args = [this.keys.roomChannel(roomId), clientId, String(term), node];
    const change = Number(await this.connection.call('leave', this.keys.room(roomId), args));
    await this.nodes.untrackMember(roomId, clientId);
    await waitBriefly(this.rooms.get(roomId)?.whenDelivered(change));
    return change > 0;
  }

  private leaveLater(roomId: string, clientId: string, term: number): void {
    const room = this.pendingLeaves.get(roomId) ?? new Map<string, number>();
    this.pendingLeaves.set(roomId, room.set(clientId, term));
  }

  /** Retries operations that failed while Redis could not be reached. */
  private async retryPending(): Promise<void> {
    await this.locks.retryPending();
    await this.retryLeaves();
  }

  private async retryLeaves(): Promise<void> {
    for (const [roomId, clients] of this.pendingLeaves) {
      for (const [clientId, term] of clients) {
        await this.removeMember(roomId, clientId, term);
        clients.delete(clientId);
      }
      if (clients.size === 0) this.pendingLeaves.delete(roomId);
    }
  }

  async watchMembers(roomId: string, listener: PresenceListener): Promise<Presence[]> {
    let subscription = this.rooms.get(roomId);
    if (!subscription) {
      subscription = new PresenceSubscription(() => this.membersOf(roomId), this.logger);
      this.rooms.set(roomId, subscription);
      subscription.subscribed = this.connection.subscribe(
        this.keys.roomChannel(roomId),
        subscription.receive,
      );
    }
    subscription.listeners.add(listener);
    try {
      await subscription.subscribed;
      return await subscription.members();
    } catch (error) {
      await this.unwatchMembers(roomId, listener);
      throw error;
    }
  }

  async unwatchMembers(roomId: string, listener: PresenceListener): Promise<void> {
    const subscription = this.rooms.get(roomId);
    subscription?.listeners.delete(listener);
    if (!subscription || subscription.listeners.size > 0) return;
    this.rooms.delete(roomId);
    subscription.close();
    await this.connection.unsubscribe(this.keys.roomChannel(roomId), subscription.receive);
  }

  async catchUpMembers(roomId: string): Promise<void> {
    const change = Number(await this.connection.call('member_changes', this.keys.room(roomId), []));
    await waitBriefly(this.rooms.get(roomId)?.whenDelivered(change));
  }

  async members(roomId: string): Promise<Presence[]> {
    return (await this.membersOf(roomId)).members;
  }

  async isEmpty(roomId: string): Promise<boolean> {
    return (await this.connection.call('is_empty', this.keys.room(roomId), [])) === 1;
  }

  async isMember(roomId: string, clientId: string): Promise<boolean> {
    return (await this.connection.call('is_member', this.keys.room(roomId), [clientId])) === 1;
  }

  async get<T>(key: string): Promise<Versioned<T> | undefined> {
    const [version, value] = await this.connection.get(this.keys.value(key));
    if (version === null || value === null) return undefined;
    return { version: Number(version), value: JSON.parse(value) as T };
  }

  async compareAndSet<T>(key: string, version: number, value: T | undefined): Promise<number | undefined> {
    const next = value === undefined ? '' : JSON.stringify(value);
    const args = [String(version), next, String(ttlOf(key) ?? '')];
    const set = (await this.connection.call('set', [this.keys.value(key)], args)) as string | null;
    return set === null ? undefined : Number(set);
  }

  async nextSerial(): Promise<number> {
    return Number(await this.connection.call('serial', [this.keys.serial], []));
  }

  async close(): Promise<void> {
    // A change that is interrupted would give its log a new epoch.
    await waitBriefly(this.logMutex.idle());
    await this.nodes.close();
    this.connection.close();
  }

  /** Called when Redis can be reached again: sends a heartbeat, and reads missed messages or reports gaps. */
  private async reconnected(): Promise<void> {
    await this.nodes.heartbeat();
    for (const subscription of [...this.logs.values(), ...this.rooms.values()]) subscription.catchUp();
  }

  private async membersOf(roomId: string): Promise<{ changes: number; members: Presence[] }> {
    const { changes, members } = await this.readMembers(roomId);
    return { changes, members: members.map(({ member }) => member) };
  }

  private async readMembers(
    roomId: string,
  ): Promise<{ changes: number; members: { node: string; member: Presence }[] }> {
    const found = await this.connection.call('members', this.keys.room(roomId), []);
    const [changes, held] = found as [number, string[]];
    const members = held.map((text) => {
      const end = text.indexOf('\n');
      const [, node = ''] = text.slice(0, end).split(' ');
      return { node, member: JSON.parse(text.slice(end + 1)) as Presence };
    });
    return { changes, members };
  }
}

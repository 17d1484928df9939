import type { Account } from '../util/account.js';
import { KeyedMutex } from '../util/keyed-mutex.js';
import {
  type Author,
  type Backplane,
  boundsOf,
  isPresenceKey,
  type LogAnnouncement,
  type LogEntry,
  type LogLimits,
  type LogListener,
  type Position,
  type Presence,
  type PresenceListener,
  type Versioned,
} from './backplane.js';
import { LOCK_TIMEOUT_MS, lockTimeout } from './cluster-mutex.js';
import { Log } from './log.js';
import { LogBudget } from './log-budget.js';

/** Time in ms between two removals of expired entries. */
const SWEEP_MS = 30_000;

/** A log or a value in a handover. `at` is in ms since 1970. */
export type HandoverItem =
  | { log: string; epoch: string; seq: number; announced?: number; kept: (LogEntry & { at: number })[] }
  | { key: string; value: unknown };

/** The backplane of a single node, in memory. */
export class LocalBackplane implements Backplane {
  private readonly logs = new Map<string, Log>();
  private readonly rooms = new Map<string, Map<string, Presence>>();
  private readonly watchers = new Map<string, Set<PresenceListener>>();
  private readonly values = new Map<string, Versioned<unknown>>();
  private readonly timer: NodeJS.Timeout;
  private readonly logMutex = new KeyedMutex({ ms: LOCK_TIMEOUT_MS, error: lockTimeout });
  private readonly budget: LogBudget;
  private versions = 0;
  private serials = 0;
  readonly reachable = true;

  /**
   * @param clock a monotonic clock in ms
   * @param limits of the memory of all logs. Without them, only the limits of each log apply
   */
  constructor(
    private readonly clock: () => number = () => performance.now(),
    limits: LogLimits = { total: Infinity, user: Infinity, network: Infinity },
  ) {
    this.budget = new LogBudget(limits);
    this.timer = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  /** Bytes of all logs. */
  get logBytes(): number {
    return this.budget.bytes;
  }

  async check(): Promise<undefined> {}

  append(name: string, envelope: string, author?: Author, request?: string, account?: Account): Position {
    const log = this.log(name);
    const earlier = request === undefined ? undefined : log.find(request);
    if (earlier !== undefined) return { epoch: log.epoch, seq: earlier };
    const seq = log.append(envelope, author, request, account, this.clock());
    log.deliver(envelope, seq, author);
    return { epoch: log.epoch, seq };
  }

  announce(
    name: string,
    envelope: string,
    { id, previous = 0, epoch }: LogAnnouncement,
    author?: Author,
    account?: Account,
  ): boolean {
    const log = this.log(name);
    if (epoch === log.epoch) {
      if (id <= log.announced) return true;
      if (previous > log.announced) return false;
      log.announced = id;
    }
    this.append(name, envelope, author, undefined, account);
    return true;
  }

  async lastAnnounced(name: string): Promise<{ epoch: string; id: number }> {
    const { epoch, announced } = this.log(name);
    return { epoch, id: announced };
  }

  publish(name: string, envelope: string, author?: Author): void {
    this.logs.get(name)?.deliver(envelope, undefined, author);
  }

  withLogLock<T>(name: string, task: (epoch: string) => Promise<T>): Promise<T> {
    return this.logMutex.run(name, () => task(this.log(name).epoch));
  }

  async head(name: string): Promise<Position> {
    const { epoch, seq } = this.log(name);
    return { epoch, seq };
  }

  async read(name: string, after: Position): Promise<LogEntry[] | undefined> {
    const log = this.log(name);
    log.trim(this.clock());
    return after.epoch === log.epoch ? log.entriesAfter(after.seq) : undefined;
  }

  async subscribe(name: string, listener: LogListener): Promise<Position> {
    this.log(name).subscribe(listener);
    return this.head(name);
  }

  async unsubscribe(name: string, listener: LogListener): Promise<void> {
    this.logs.get(name)?.unsubscribe(listener);
  }

  async enter(roomId: string, member: Presence, maxMembers = Number.POSITIVE_INFINITY): Promise<boolean> {
    const room = this.rooms.get(roomId) ?? new Map<string, Presence>();
    const known = room.has(member.id);
    if (!known && room.size >= maxMembers) return false;
    this.rooms.set(roomId, room);
    room.set(member.id, member);
    for (const watcher of this.watchers.get(roomId) ?? []) {
      if (known) watcher.updated(member);
      else watcher.joined(member);
    }
    return true;
  }

  async leave(roomId: string, clientId: string): Promise<boolean> {
    const room = this.rooms.get(roomId);
    if (!room?.delete(clientId)) return false;
    if (room.size === 0) this.rooms.delete(roomId);
    for (const watcher of this.watchers.get(roomId) ?? []) watcher.left(clientId);
    return true;
  }

  async handOffMember(): Promise<void> {}

  async watchMembers(roomId: string, listener: PresenceListener): Promise<Presence[]> {
    add(this.watchers, roomId, listener);
    return this.members(roomId);
  }

  async members(roomId: string): Promise<Presence[]> {
    return [...(this.rooms.get(roomId)?.values() ?? [])];
  }

  async isEmpty(roomId: string): Promise<boolean> {
    return !this.rooms.has(roomId);
  }

  async isMember(roomId: string, clientId: string): Promise<boolean> {
    return this.rooms.get(roomId)?.has(clientId) ?? false;
  }

  async unwatchMembers(roomId: string, listener: PresenceListener): Promise<void> {
    remove(this.watchers, roomId, listener);
  }

  catchUpMembers(): void {}

  async nextSerial(): Promise<number> {
    return ++this.serials;
  }

  async get<T>(key: string): Promise<Versioned<T> | undefined> {
    return this.values.get(key) as Versioned<T> | undefined;
  }

  async compareAndSet<T>(key: string, version: number, value: T | undefined): Promise<number | undefined> {
    if ((this.values.get(key)?.version ?? 0) !== version) return undefined;
    // Versions are never reused, not even after the value was removed and set again.
    const next = ++this.versions;
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, { value, version: next });
    return next;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
  }

  /** Returns the items of a handover: everything except the presence of clients. */
  *dump(): Generator<HandoverItem> {
    const toDate = Date.now() - this.clock();
    for (const [name, log] of this.logs) {
      const kept = log.entries().map((entry) => ({ ...entry, at: entry.at + toDate }));
      yield { log: name, epoch: log.epoch, seq: log.seq, announced: log.announced, kept };
    }
    for (const [key, { value }] of this.values) if (!isPresenceKey(key)) yield { key, value };
  }

  /** Restores the items of a handover. Must be called before any other method. */
  restore(items: readonly HandoverItem[]): void {
    const toClock = this.clock() - Date.now();
    for (const each of items) {
      if ('key' in each) {
        this.values.set(each.key, { value: each.value, version: ++this.versions });
        continue;
      }
      const log = new Log(boundsOf(each.log), this.budget, each.epoch);
      log.seq = each.seq - each.kept.length;
      log.announced = each.announced ?? 0;
      for (const { envelope, author, request, at } of each.kept) {
        log.append(envelope, author, request, undefined, at + toClock);
      }
      this.logs.set(each.log, log);
    }
  }

  /** Returns the keys of the shared values that start with a prefix, oldest first. */
  keys(prefix: string): string[] {
    return [...this.values.keys()].filter((key) => key.startsWith(prefix));
  }

  private log(name: string): Log {
    let log = this.logs.get(name);
    if (!log) {
      log = new Log(boundsOf(name), this.budget);
      this.logs.set(name, log);
    }
    return log;
  }

  /** Removes expired entries, and empty logs without listeners. A log that is created again has a new epoch. */
  private sweep(): void {
    const now = this.clock();
    for (const [name, log] of this.logs) {
      log.trim(now);
      if (log.idle) this.logs.delete(name);
    }
  }
}

function add<T>(sets: Map<string, Set<T>>, name: string, item: T): void {
  const set = sets.get(name);
  if (set) set.add(item);
  else sets.set(name, new Set([item]));
}

function remove<T>(sets: Map<string, Set<T>>, name: string, item: T): void {
  const set = sets.get(name);
  if (set?.delete(item) && set.size === 0) sets.delete(name);
}

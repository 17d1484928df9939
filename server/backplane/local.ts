import { KeyedMutex } from '../util/keyed-mutex.js';
import {
  type Author,
  type Backplane,
  boundsOf,
  type Entry,
  isOfPresence,
  type LogListener,
  type Position,
  type Presence,
  type PresenceListener,
  type Versioned,
} from './backplane.js';
import { WAIT_MS, waitedTooLong } from './in-order.js';
import { Log } from './log.js';

/** How often logs are relieved of what is too old. */
const SWEEP_MS = 30_000;

/** One thing that a backplane holds, as JSON. `at` is on the scale of Date.now(). */
export type Held =
  | { log: string; epoch: string; seq: number; kept: (Entry & { at: number })[] }
  | { key: string; value: unknown };

/** The backplane of a single node: everything in this process's memory. */
export class LocalBackplane implements Backplane {
  private readonly logs = new Map<string, Log>();
  private readonly rooms = new Map<string, Map<string, Presence>>();
  private readonly watchers = new Map<string, Set<PresenceListener>>();
  private readonly values = new Map<string, Versioned<unknown>>();
  private readonly timer: NodeJS.Timeout;
  private readonly sections = new KeyedMutex({ ms: WAIT_MS, error: waitedTooLong });
  private versions = 0;
  readonly reachable = true;

  /** @param clock a monotonic clock in ms */
  constructor(private readonly clock: () => number = () => performance.now()) {
    this.timer = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  append(name: string, envelope: string, author?: Author, request?: string): Position {
    const log = this.log(name);
    const earlier = request === undefined ? undefined : log.find(request);
    if (earlier !== undefined) return { epoch: log.epoch, seq: earlier };
    const seq = log.append(envelope, author, request, this.clock());
    log.tell(envelope, seq, author);
    return { epoch: log.epoch, seq };
  }

  publish(name: string, envelope: string, author?: Author): void {
    this.logs.get(name)?.tell(envelope, undefined, author);
  }

  inOrder<T>(name: string, task: () => Promise<T>): Promise<T> {
    return this.sections.run(name, task);
  }

  async head(name: string): Promise<Position> {
    const { epoch, seq } = this.log(name);
    return { epoch, seq };
  }

  async read(name: string, after: Position): Promise<Entry[] | undefined> {
    const log = this.log(name);
    log.forget(this.clock());
    return after.epoch === log.epoch ? log.after(after.seq) : undefined;
  }

  async subscribe(name: string, listener: LogListener): Promise<Position> {
    this.log(name).subscribe(listener);
    return this.head(name);
  }

  async unsubscribe(name: string, listener: LogListener): Promise<void> {
    this.logs.get(name)?.unsubscribe(listener);
  }

  async enter(roomId: string, member: Presence, most = Number.POSITIVE_INFINITY): Promise<boolean> {
    const room = this.rooms.get(roomId) ?? new Map<string, Presence>();
    const known = room.has(member.id);
    if (!known && room.size >= most) return false;
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

  async forget(): Promise<void> {}

  async watch(roomId: string, listener: PresenceListener): Promise<Presence[]> {
    add(this.watchers, roomId, listener);
    return this.members(roomId);
  }

  async members(roomId: string): Promise<Presence[]> {
    return [...(this.rooms.get(roomId)?.values() ?? [])];
  }

  async unwatch(roomId: string, listener: PresenceListener): Promise<void> {
    remove(this.watchers, roomId, listener);
  }

  async get<T>(key: string): Promise<Versioned<T> | undefined> {
    return this.values.get(key) as Versioned<T> | undefined;
  }

  async compareAndSet<T>(key: string, version: number, value: T | undefined): Promise<number | undefined> {
    if ((this.values.get(key)?.version ?? 0) !== version) return undefined;
    // Never the same version twice, not even of a value that was removed and came back.
    const next = ++this.versions;
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, { value, version: next });
    return next;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
  }

  /** All that outlives the presence of clients. */
  *dump(): Generator<Held> {
    const toDate = Date.now() - this.clock();
    for (const [name, log] of this.logs) {
      const kept = log.entries().map((entry) => ({ ...entry, at: entry.at + toDate }));
      yield { log: name, epoch: log.epoch, seq: log.seq, kept };
    }
    for (const [key, { value }] of this.values) if (!isOfPresence(key)) yield { key, value };
  }

  /** Goes on with what another backplane held; to be called before anything else is. */
  restore(held: readonly Held[]): void {
    const toClock = this.clock() - Date.now();
    for (const each of held) {
      if ('key' in each) {
        this.values.set(each.key, { value: each.value, version: ++this.versions });
        continue;
      }
      const log = new Log(boundsOf(each.log), each.epoch);
      log.seq = each.seq - each.kept.length;
      for (const { envelope, author, request, at } of each.kept) {
        log.append(envelope, author, request, at + toClock);
      }
      this.logs.set(each.log, log);
    }
  }

  /** The keys of shared values that begin so, the oldest first. */
  keys(prefix: string): string[] {
    return [...this.values.keys()].filter((key) => key.startsWith(prefix));
  }

  private log(name: string): Log {
    let log = this.logs.get(name);
    if (!log) {
      log = new Log(boundsOf(name));
      this.logs.set(name, log);
    }
    return log;
  }

  /** A log that nobody hears and that holds nothing goes; should it come back, its new epoch says so. */
  private sweep(): void {
    const now = this.clock();
    for (const [name, log] of this.logs) {
      log.forget(now);
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

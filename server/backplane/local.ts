import { randomBytes } from 'node:crypto';
import {
  type Author,
  type Backplane,
  boundsOf,
  type Entry,
  isOfPresence,
  type LogBounds,
  type LogListener,
  type Position,
  type Presence,
  type PresenceListener,
  type Versioned,
} from './backplane.js';

/** How often logs are relieved of what is too old. */
const SWEEP_MS = 30_000;

/** All have the same shape, and none is made of another: there is one for each message. */
interface Kept {
  seq: number;
  envelope: string;
  author: Author | undefined;
  request: string | undefined;
  bytes: number;
  /** When it was appended, in ms of the backplane's clock. */
  at: number;
}

/** One thing that a backplane holds, as JSON. `at` is on the scale of Date.now(). */
export type Held =
  | { log: string; epoch: string; seq: number; kept: (Entry & { at: number })[] }
  | { key: string; value: unknown };

/** 96 random bits, as a string of one piece: thousands of them are held. */
const newEpoch = (): string => randomBytes(12).toString('base64url');

const entryOf = ({ seq, envelope, author, request }: Kept): Entry => ({
  seq,
  envelope,
  ...(author && { author }),
  ...(request !== undefined && { request }),
});

/** A bounded log in memory, and who hears it. */
class Log {
  seq = 0;
  /** Never changed in place: who is told may come or go meanwhile. */
  private listeners: readonly LogListener[] = [];
  private kept: Kept[] = [];
  /** Made for the first: most logs are mailboxes in which nothing ever is. */
  private requests: Map<string, number> | undefined;
  private first = 0;
  private bytes = 0;

  constructor(
    private readonly bounds: LogBounds,
    readonly epoch: string = newEpoch(),
  ) {}

  /** Nobody hears it, and it holds nothing. */
  get idle(): boolean {
    return this.listeners.length === 0 && this.kept.length === this.first;
  }

  subscribe(listener: LogListener): void {
    if (!this.listeners.includes(listener)) this.listeners = [...this.listeners, listener];
  }

  unsubscribe(listener: LogListener): void {
    this.listeners = this.listeners.filter((each) => each !== listener);
  }

  tell(envelope: string, seq: number | undefined, author: Author | undefined): void {
    for (const listener of this.listeners) listener.deliver(envelope, seq, author);
  }

  /** Where a request's envelope is, if it is still held. */
  find(request: string): number | undefined {
    return this.requests?.get(request);
  }

  /** Everything that is held, with when it was appended. */
  get entries(): readonly Kept[] {
    return this.kept.slice(this.first);
  }

  append(envelope: string, author: Author | undefined, request: string | undefined, now: number): number {
    this.keep(++this.seq, envelope, author, request, now);
    this.forget(now);
    return this.seq;
  }

  keep(
    seq: number,
    envelope: string,
    author: Author | undefined,
    request: string | undefined,
    at: number,
  ): void {
    const bytes = Buffer.byteLength(envelope);
    this.kept.push({ seq, envelope, author, request, bytes, at });
    if (request !== undefined) {
      this.requests ??= new Map();
      this.requests.set(request, seq);
    }
    this.bytes += bytes;
  }

  /** Lets go of what is past a bound. */
  forget(now: number): void {
    const { messages, bytes, ms } = this.bounds;
    for (let oldest = this.kept[this.first]; oldest; oldest = this.kept[this.first]) {
      const held = this.kept.length - this.first;
      if (held <= messages && this.bytes <= bytes && now - oldest.at <= ms) break;
      this.bytes -= oldest.bytes;
      if (oldest.request !== undefined) this.requests?.delete(oldest.request);
      this.first++;
    }
    // Moving the array up at each message would make a full log cost its length for every append.
    if (this.first > 64 && this.first * 2 > this.kept.length) {
      this.kept = this.kept.slice(this.first);
      this.first = 0;
    }
  }

  after(seq: number): Entry[] | undefined {
    const oldest = this.kept[this.first]?.seq ?? this.seq + 1;
    if (seq > this.seq || seq < oldest - 1) return undefined;
    return this.kept.slice(this.first + seq - oldest + 1).map(entryOf);
  }
}

/** The backplane of a single node: everything in this process's memory. */
export class LocalBackplane implements Backplane {
  private readonly logs = new Map<string, Log>();
  private readonly rooms = new Map<string, Map<string, Presence>>();
  private readonly watchers = new Map<string, Set<PresenceListener>>();
  private readonly values = new Map<string, Versioned<unknown>>();
  private readonly timer: NodeJS.Timeout;
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
    for (const [log, { epoch, seq, entries }] of this.logs) {
      const kept = entries.map((entry) => ({ ...entryOf(entry), at: entry.at + toDate }));
      yield { log, epoch, seq, kept };
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
      for (const { seq, envelope, author, request, at } of each.kept) {
        log.keep(seq, envelope, author, request, at + toClock);
      }
      log.seq = each.seq;
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

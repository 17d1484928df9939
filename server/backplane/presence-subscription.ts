import { SerialQueue } from '../util/serial-queue.js';
import type { Presence, PresenceListener } from './backplane.js';

/** Time in ms after which a failed read is retried. */
const RETRY_MS = 2000;

/** A caller that waits until a change was delivered. */
interface Waiting {
  change: number;
  resolve(): void;
}

/** A node's subscription to the members of a room: reports every change once and in order, even if messages are lost. */
export class PresenceSubscription {
  readonly listeners = new Set<PresenceListener>();
  /** Resolves when the channel is subscribed. */
  subscribed: Promise<void> = Promise.resolve();
  /** The members after a number of changes; undefined until they are known. */
  private known: { changes: number; members: Map<string, Presence> } | undefined;
  private readonly queue = new SerialQueue();
  private waiting: Waiting[] = [];
  private retryTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly read: () => Promise<{ changes: number; members: Presence[] }>,
    private readonly log: { warn(fields: object, text: string): void },
  ) {}

  /** Returns the members, and reports changes from then on. */
  members(): Promise<Presence[]> {
    return this.enqueue(async () => {
      this.known ??= await this.fetch();
      this.resolveWaiting();
      return [...this.known.members.values()];
    });
  }

  /** Resolves when a change was reported; undefined if it already was. */
  whenDelivered(change: number): Promise<void> | undefined {
    if ((this.known?.changes ?? 0) >= change) return undefined;
    return new Promise((resolve) => this.waiting.push({ change, resolve }));
  }

  /** Handles a message of the channel: `<change> joined|updated|left\\n<member or id>`. */
  readonly receive = (message: string): void => {
    const end = message.indexOf('\n');
    const [change = '', what] = message.slice(0, end).split(' ');
    const about = message.slice(end + 1);
    void this.enqueue(async () => {
      const { known } = this;
      if (!known || Number(change) <= known.changes) return;
      if (Number(change) > known.changes + 1) return this.resync();
      known.changes = Number(change);
      if (what === 'left') this.remove(about);
      else this.upsert(JSON.parse(about));
      this.resolveWaiting();
    });
  };

  /** Reads changes that this node might have missed. */
  catchUp(): void {
    clearTimeout(this.retryTimer);
    this.enqueue(async () => this.known && this.resync()).catch(() => {
      if (this.listeners.size > 0) this.retryTimer = setTimeout(() => this.catchUp(), RETRY_MS).unref();
    });
  }

  /** Called when there are no listeners left. */
  close(): void {
    clearTimeout(this.retryTimer);
    for (const { resolve } of this.waiting) resolve();
    this.waiting = [];
  }

  private async resync(): Promise<void> {
    const asked = new Set(this.waiting);
    const now = await this.fetch();
    for (const id of [...(this.known?.members.keys() ?? [])]) if (!now.members.has(id)) this.remove(id);
    for (const member of now.members.values()) this.upsert(member);
    this.known = now;
    // Changes before the read are reported, or were lost with the state of Redis, whose counter starts again.
    this.resolveWaiting(asked);
  }

  private upsert(member: Presence): void {
    const before = this.known?.members.get(member.id);
    this.known?.members.set(member.id, member);
    if (before && JSON.stringify(before) === JSON.stringify(member)) return;
    for (const listener of this.listeners) {
      if (before) listener.updated(member);
      else listener.joined(member);
    }
  }

  private remove(id: string): void {
    if (!this.known?.members.delete(id)) return;
    for (const listener of this.listeners) listener.left(id);
  }

  private async fetch(): Promise<{ changes: number; members: Map<string, Presence> }> {
    const { changes, members } = await this.read();
    return { changes, members: new Map(members.map((member) => [member.id, member])) };
  }

  private resolveWaiting(over: ReadonlySet<Waiting> = new Set()): void {
    const reached = this.known?.changes ?? 0;
    const waiting = this.waiting;
    this.waiting = [];
    for (const each of waiting) {
      if (each.change <= reached || over.has(each)) each.resolve();
      else this.waiting.push(each);
    }
  }

  private enqueue<T>(task: () => Promise<T>): Promise<T> {
    const done = this.queue.run(task);
    done.catch((err) => this.log.warn({ err }, 'could not read the members of a room'));
    return done;
  }
}

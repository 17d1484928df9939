import { SerialQueue } from '../util/serial-queue.js';
import type { Presence, PresenceListener } from './backplane.js';

/** ms after which members that could not be read are read again. */
const AGAIN_MS = 2000;

/** Somebody who waits until a change was told. */
interface Waiting {
  change: number;
  resolve(): void;
}

/** What one node hears of who is in a room: every change once, in order, however it arrives. */
export class PresenceFeed {
  readonly listeners = new Set<PresenceListener>();
  /** The channel is heard. */
  opened: Promise<void> = Promise.resolve();
  /** How many changes there were, and who is there after them; undefined until it is known. */
  private known: { changes: number; members: Map<string, Presence> } | undefined;
  private readonly turns = new SerialQueue();
  private waiting: Waiting[] = [];
  private again: NodeJS.Timeout | undefined;

  constructor(
    private readonly read: () => Promise<{ changes: number; members: Presence[] }>,
    private readonly log: { warn(fields: object, text: string): void },
  ) {}

  members(): Promise<Presence[]> {
    return this.inTurn(async () => {
      this.known ??= await this.look();
      this.release();
      return [...this.known.members.values()];
    });
  }

  /** Resolves once that change was told; undefined where that is so. */
  reached(change: number): Promise<void> | undefined {
    if ((this.known?.changes ?? 0) >= change) return undefined;
    return new Promise((resolve) => this.waiting.push({ change, resolve }));
  }

  /** A message of its channel: `<change> joined|updated|left\\n<member or id>`. */
  readonly receive = (message: string): void => {
    const end = message.indexOf('\n');
    const [change = '', what] = message.slice(0, end).split(' ');
    const about = message.slice(end + 1);
    void this.inTurn(async () => {
      const { known } = this;
      if (!known || Number(change) <= known.changes) return;
      if (Number(change) > known.changes + 1) return this.compare();
      known.changes = Number(change);
      if (what === 'left') this.left(about);
      else this.here(JSON.parse(about));
      this.release();
    });
  };

  /** Looks for what it may not have heard. */
  catchUp(): void {
    clearTimeout(this.again);
    this.inTurn(async () => this.known && this.compare()).catch(() => {
      if (this.listeners.size > 0) this.again = setTimeout(() => this.catchUp(), AGAIN_MS).unref();
    });
  }

  /** Nobody listens any more. */
  end(): void {
    clearTimeout(this.again);
    for (const { resolve } of this.waiting) resolve();
    this.waiting = [];
  }

  private async compare(): Promise<void> {
    const asked = new Set(this.waiting);
    const now = await this.look();
    for (const id of [...(this.known?.members.keys() ?? [])]) if (!now.members.has(id)) this.left(id);
    for (const member of now.members.values()) this.here(member);
    this.known = now;
    // What was changed before it was looked is told, or lost: then changes count from the beginning again.
    this.release(asked);
  }

  private here(member: Presence): void {
    const before = this.known?.members.get(member.id);
    this.known?.members.set(member.id, member);
    if (before && JSON.stringify(before) === JSON.stringify(member)) return;
    for (const listener of this.listeners) {
      if (before) listener.updated(member);
      else listener.joined(member);
    }
  }

  private left(id: string): void {
    if (!this.known?.members.delete(id)) return;
    for (const listener of this.listeners) listener.left(id);
  }

  private async look(): Promise<{ changes: number; members: Map<string, Presence> }> {
    const { changes, members } = await this.read();
    return { changes, members: new Map(members.map((member) => [member.id, member])) };
  }

  private release(over: ReadonlySet<Waiting> = new Set()): void {
    const reached = this.known?.changes ?? 0;
    const waiting = this.waiting;
    this.waiting = [];
    for (const each of waiting) {
      if (each.change <= reached || over.has(each)) each.resolve();
      else this.waiting.push(each);
    }
  }

  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.turns.run(task);
    done.catch((err) => this.log.warn({ err }, 'the members of a room could not be read'));
    return done;
  }
}

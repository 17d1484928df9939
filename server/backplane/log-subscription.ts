import { SerialQueue } from '../util/serial-queue.js';
import type { Author, LogEntry, LogListener, Position } from './backplane.js';

interface Source {
  head(): Promise<Position>;
  /** Returns all entries after a position, or undefined if some were discarded. */
  read(after: Position): Promise<LogEntry[] | undefined>;
  log: { warn(fields: object, text: string): void };
}

/** Time in ms after which a failed read is retried. */
const RETRY_MS = 2000;

/** A message of the channel. */
interface ChannelMessage {
  /** Undefined if the envelope was published and not appended. */
  position: Position | undefined;
  envelope: string;
  author: Author | undefined;
}

/** A node's subscription to a log: delivers every entry once and in order, even if messages of the channel are lost. */
export class LogSubscription {
  readonly listeners = new Set<LogListener>();
  /** Resolves when the channel is subscribed. */
  subscribed: Promise<void> = Promise.resolve();
  /** Position of the last delivered entry; undefined until it is known. */
  private delivered: Position | undefined;
  /** Runs reads and deliveries in order. `pending` is the number of unfinished ones. */
  private readonly queue = new SerialQueue();
  private pending = 0;
  private waiting: { position: Position; resolve(): void }[] = [];
  private retryTimer: NodeJS.Timeout | undefined;
  /** Number of received messages that were not delivered yet. */
  backlog = 0;

  constructor(private readonly source: Source) {}

  /** Returns the position after which entries are delivered. */
  position(): Promise<Position> {
    return this.enqueue(async () => {
      this.delivered ??= await this.source.head();
      // Entries before this position are not delivered, so callers must not wait for them.
      this.resolveWaiting();
      return this.delivered;
    });
  }

  /** Resolves when all entries up to a position were delivered; undefined if they already were. */
  whenDelivered(position: Position): Promise<void> | undefined {
    if (this.isPast(position)) return undefined;
    return new Promise((resolve) => this.waiting.push({ position, resolve }));
  }

  /** Handles a message of the channel: `<epoch> <seq> <author>\\n<envelope>`, with empty epoch and seq if published. */
  readonly receive = (text: string): void => {
    const message = parse(text);
    // The usual case: nothing is pending, and the message is the next one.
    if (this.pending === 0 && this.isNext(message)) {
      try {
        this.deliver(message);
      } catch (err) {
        this.source.log.warn({ err }, 'could not deliver a message of a log');
      }
      return;
    }
    this.backlog++;
    void this.enqueue(async () => {
      this.backlog--;
      await this.handle(message);
    });
  };

  /** Reads entries that this node might have missed. */
  catchUp(): void {
    clearTimeout(this.retryTimer);
    this.enqueue(async () => {
      if (!this.delivered) return;
      const head = await this.source.head();
      if (head.epoch !== this.delivered.epoch || head.seq > this.delivered.seq) await this.fillGap(head);
    }).catch(() => this.retryLater());
  }

  /** Called when there are no listeners left. */
  close(): void {
    clearTimeout(this.retryTimer);
    for (const { resolve } of this.waiting) resolve();
    this.waiting = [];
  }

  private retryLater(): void {
    clearTimeout(this.retryTimer);
    if (this.listeners.size === 0) return;
    this.retryTimer = setTimeout(() => this.catchUp(), RETRY_MS).unref();
  }

  /** Tells whether no entries are missing before a message. */
  private isNext({ position }: ChannelMessage): boolean {
    if (!position) return true;
    return (
      this.delivered !== undefined &&
      position.seq === this.delivered.seq + 1 &&
      position.epoch === this.delivered.epoch
    );
  }

  private async handle(message: ChannelMessage): Promise<void> {
    const { position } = message;
    if (!position || this.isNext(message)) return this.deliver(message);
    // The position was not read yet; it will include this message.
    if (!this.delivered) return;
    if (position.epoch === this.delivered.epoch && position.seq <= this.delivered.seq) return;
    try {
      await this.fillGap(position);
    } catch (error) {
      this.retryLater();
      throw error;
    }
  }

  /** Delivers the entries up to `head`. Reports a gap if some were discarded, or if the epoch has changed. */
  private async fillGap(head: Position): Promise<void> {
    const at = this.delivered ?? head;
    const isNew = at.epoch !== head.epoch;
    const entries = isNew ? undefined : await this.source.read(at);
    if (entries) {
      for (const { seq, envelope, author } of entries)
        this.deliver({ position: { epoch: head.epoch, seq }, envelope, author });
    } else {
      this.source.log.warn({ at, head }, 'messages of a log were missed');
      this.delivered = head;
      for (const listener of [...this.listeners]) listener.gap(head);
    }
    this.resolveWaiting();
  }

  private deliver({ position, envelope, author }: ChannelMessage): void {
    if (position) this.delivered = position;
    for (const listener of this.listeners) listener.deliver(envelope, position?.seq, author);
    if (position) this.resolveWaiting();
  }

  private isPast({ epoch, seq }: Position): boolean {
    return this.delivered !== undefined && (this.delivered.epoch !== epoch || this.delivered.seq >= seq);
  }

  private resolveWaiting(): void {
    if (this.waiting.length === 0) return;
    const waiting = this.waiting;
    this.waiting = waiting.filter(({ position }) => !this.isPast(position));
    for (const { position, resolve } of waiting) if (this.isPast(position)) resolve();
  }

  private enqueue<T>(task: () => Promise<T>): Promise<T> {
    this.pending++;
    const done = this.queue.run(async () => {
      try {
        return await task();
      } finally {
        this.pending--;
      }
    });
    done.catch((err) => this.source.log.warn({ err }, 'could not read a log'));
    return done;
  }
}

/** @param message `<epoch> <seq> <author>\\n<envelope>` */
function parse(message: string): ChannelMessage {
  const end = message.indexOf('\n');
  const afterEpoch = message.indexOf(' ');
  const afterSeq = message.indexOf(' ', afterEpoch + 1);
  const kept = afterSeq > afterEpoch + 1;
  return {
    position: kept
      ? { epoch: message.slice(0, afterEpoch), seq: Number(message.slice(afterEpoch + 1, afterSeq)) }
      : undefined,
    envelope: message.slice(end + 1),
    author: end > afterSeq + 1 ? JSON.parse(message.slice(afterSeq + 1, end)) : undefined,
  };
}

import { SerialQueue } from '../util/serial-queue.js';
import type { Author, Entry, LogListener, Position } from './backplane.js';

interface Source {
  head(): Promise<Position>;
  /** Everything after a position; undefined where that is not held any more. */
  read(after: Position): Promise<Entry[] | undefined>;
  log: { warn(fields: object, text: string): void };
}

/** ms after which a log that could not be read is read again. */
const AGAIN_MS = 2000;

/** What its channel says. */
interface Heard {
  /** Of what is kept. */
  position: Position | undefined;
  envelope: string;
  author: Author | undefined;
}

/** What one node hears of a log: in order, each once, however it arrives. */
export class LogFeed {
  readonly listeners = new Set<LogListener>();
  /** The channel is heard. */
  opened: Promise<void> = Promise.resolve();
  /** Up to where it was told; undefined until it is known. */
  private at: Position | undefined;
  /** What has to be done one after the other, and how much of it is not done. */
  private readonly turns = new SerialQueue();
  private undone = 0;
  private waiting: { position: Position; resolve(): void }[] = [];
  private again: NodeJS.Timeout | undefined;
  /** Messages that came and were not told yet. */
  backlog = 0;

  constructor(private readonly source: Source) {}

  /** Where it stands: what comes later is told. */
  position(): Promise<Position> {
    return this.inTurn(async () => {
      this.at ??= await this.source.head();
      // What was appended before that is not told: nobody who appended it may wait for it.
      this.release();
      return this.at;
    });
  }

  /** Resolves once everything up to there was told; undefined where that is so. */
  reached(position: Position): Promise<void> | undefined {
    if (this.isPast(position)) return undefined;
    return new Promise((resolve) => this.waiting.push({ position, resolve }));
  }

  /** A message of its channel: `<epoch> <seq> <author>\\n<envelope>`, without epoch and seq where it is not kept. */
  readonly receive = (message: string): void => {
    const heard = parse(message);
    // As nearly always: nothing before it is left to do, and it is the next.
    if (this.undone === 0 && this.isNext(heard)) {
      try {
        this.tell(heard);
      } catch (err) {
        this.source.log.warn({ err }, 'a message of a log could not be told');
      }
      return;
    }
    this.backlog++;
    void this.inTurn(async () => {
      this.backlog--;
      await this.hear(heard);
    });
  };

  /** Reads what it may not have heard. */
  catchUp(): void {
    clearTimeout(this.again);
    this.inTurn(async () => {
      if (!this.at) return;
      const head = await this.source.head();
      if (head.epoch !== this.at.epoch || head.seq > this.at.seq) await this.readOn(head);
    }).catch(() => this.catchUpLater());
  }

  /** Nobody listens any more. */
  end(): void {
    clearTimeout(this.again);
    for (const { resolve } of this.waiting) resolve();
    this.waiting = [];
  }

  private catchUpLater(): void {
    clearTimeout(this.again);
    if (this.listeners.size === 0) return;
    this.again = setTimeout(() => this.catchUp(), AGAIN_MS).unref();
  }

  /** Nothing is missing before it. */
  private isNext({ position }: Heard): boolean {
    if (!position) return true;
    return this.at !== undefined && position.seq === this.at.seq + 1 && position.epoch === this.at.epoch;
  }

  private async hear(heard: Heard): Promise<void> {
    const { position } = heard;
    if (!position || this.isNext(heard)) return this.tell(heard);
    // Not asked for yet: whoever subscribed learns by then where it stands.
    if (!this.at) return;
    if (position.epoch === this.at.epoch && position.seq <= this.at.seq) return;
    try {
      await this.readOn(position);
    } catch (error) {
      this.catchUpLater();
      throw error;
    }
  }

  /** Tells what is between; that something is not held any more is told too, as that what came before has another epoch. */
  private async readOn(head: Position): Promise<void> {
    const at = this.at ?? head;
    const isNew = at.epoch !== head.epoch;
    const entries = isNew ? undefined : await this.source.read(at);
    if (entries) {
      for (const { seq, envelope, author } of entries)
        this.tell({ position: { epoch: head.epoch, seq }, envelope, author });
    } else {
      this.source.log.warn({ at, head }, 'messages of a log were missed');
      this.at = head;
      for (const listener of [...this.listeners]) listener.missed(head);
    }
    this.release();
  }

  private tell({ position, envelope, author }: Heard): void {
    if (position) this.at = position;
    for (const listener of this.listeners) listener.deliver(envelope, position?.seq, author);
    if (position) this.release();
  }

  private isPast({ epoch, seq }: Position): boolean {
    return this.at !== undefined && (this.at.epoch !== epoch || this.at.seq >= seq);
  }

  private release(): void {
    if (this.waiting.length === 0) return;
    const waiting = this.waiting;
    this.waiting = waiting.filter(({ position }) => !this.isPast(position));
    for (const { position, resolve } of waiting) if (this.isPast(position)) resolve();
  }

  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    this.undone++;
    const done = this.turns.run(async () => {
      try {
        return await task();
      } finally {
        this.undone--;
      }
    });
    done.catch((err) => this.source.log.warn({ err }, 'a log could not be read'));
    return done;
  }
}

/** @param message `<epoch> <seq> <author>\\n<envelope>` */
function parse(message: string): Heard {
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

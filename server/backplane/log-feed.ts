import { Turns } from '../turns.js';
import type { Author, Entry, LogListener, Position } from './backplane.js';

interface Source {
  head(): Promise<Position>;
  /** Everything after a position; undefined where that is not held any more. */
  read(after: Position): Promise<Entry[] | undefined>;
  log: { warn(fields: object, text: string): void };
}

/** ms after which a log that could not be read is read again. */
const AGAIN_MS = 2000;

/** What one node hears of a log: in order, each once, however it arrives. */
export class LogFeed {
  readonly listeners = new Set<LogListener>();
  /** The channel is heard. */
  opened: Promise<void> = Promise.resolve();
  /** Up to where it was told; undefined until it is known. */
  private at: Position | undefined;
  /** What has to be done one after the other. */
  private readonly turns = new Turns();
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

  /** Resolves once everything up to there was told. */
  reached(position: Position): Promise<void> {
    if (this.isPast(position)) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ position, resolve }));
  }

  /** A message of its channel: `<epoch> <seq> <author>\\n<envelope>`, without epoch and seq where it is not kept. */
  readonly receive = (message: string): void => {
    const end = message.indexOf('\n');
    const [epoch = '', seq = '', ...author] = message.slice(0, end).split(' ');
    const by = author.length > 0 && author.join(' ') !== '' ? JSON.parse(author.join(' ')) : undefined;
    const envelope = message.slice(end + 1);
    this.backlog++;
    void this.inTurn(async () => {
      this.backlog--;
      if (seq === '') this.tell(envelope, undefined, by);
      else await this.hear({ epoch, seq: Number(seq) }, envelope, by);
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

  private async hear(position: Position, envelope: string, author: Author | undefined): Promise<void> {
    // Not asked for yet: whoever subscribed learns by then where it stands.
    if (!this.at) return;
    const isNew = position.epoch !== this.at.epoch;
    if (!isNew && position.seq <= this.at.seq) return;
    if (!isNew && position.seq === this.at.seq + 1) return this.told(position, envelope, author);
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
        this.told({ epoch: head.epoch, seq }, envelope, author);
    } else {
      this.source.log.warn({ at, head }, 'messages of a log were missed');
      this.at = head;
      for (const listener of [...this.listeners]) listener.missed(head);
    }
    this.release();
  }

  private told(position: Position, envelope: string, author: Author | undefined): void {
    this.at = position;
    this.tell(envelope, position.seq, author);
    this.release();
  }

  private tell(envelope: string, seq: number | undefined, author: Author | undefined): void {
    for (const listener of this.listeners) listener.deliver(envelope, seq, author);
  }

  private isPast({ epoch, seq }: Position): boolean {
    return this.at !== undefined && (this.at.epoch !== epoch || this.at.seq >= seq);
  }

  private release(): void {
    const waiting = this.waiting;
    this.waiting = waiting.filter(({ position }) => !this.isPast(position));
    for (const { position, resolve } of waiting) if (this.isPast(position)) resolve();
  }

  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.turns.take(task);
    done.catch((err) => this.source.log.warn({ err }, 'a log could not be read'));
    return done;
  }
}

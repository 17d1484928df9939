import { Turns } from '../turns.js';
import type { Author, Entry, LogListener, Position } from './backplane.js';

interface Source {
  head(): Promise<Position>;
  /** Everything after a position; undefined where that is not held any more. */
  read(after: Position): Promise<Entry[] | undefined>;
  log: { warn(fields: object, text: string): void };
}

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

  constructor(private readonly source: Source) {}

  /** Where it stands: what comes later is told. */
  position(): Promise<Position> {
    return this.inTurn(async () => {
      this.at ??= await this.source.head();
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
    void this.inTurn(async () => {
      if (seq === '') this.tell(envelope, undefined, by);
      else await this.hear({ epoch, seq: Number(seq) }, envelope, by);
    });
  };

  /** Reads what it may not have heard. */
  catchUp(): void {
    void this.inTurn(async () => {
      if (this.at) await this.readOn(await this.source.head());
    });
  }

  private async hear(position: Position, envelope: string, author: Author | undefined): Promise<void> {
    // Not asked for yet: whoever subscribed learns by then where it stands.
    if (!this.at) return;
    const isNew = position.epoch !== this.at.epoch;
    if (!isNew && position.seq <= this.at.seq) return;
    if (position.seq === (isNew ? 1 : this.at.seq + 1)) this.told(position, envelope, author);
    else await this.readOn(position);
  }

  /** Tells what is between; what is not held any more is missed, as those who come back are told. */
  private async readOn(head: Position): Promise<void> {
    const at = this.at ?? head;
    const from = at.epoch === head.epoch ? at : { epoch: head.epoch, seq: 0 };
    const entries = await this.source.read(from);
    if (!entries) this.source.log.warn({ from, head }, 'messages of a log were missed');
    for (const { seq, envelope, author } of entries ?? []) {
      this.told({ epoch: head.epoch, seq }, envelope, author);
    }
    if (!this.isPast(head)) this.at = head;
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

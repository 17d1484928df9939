import { randomBytes } from 'node:crypto';
import type { Author, Entry, LogBounds, LogListener } from './backplane.js';
import { Texts } from './texts.js';

/** 96 random bits, as a string of one piece: thousands of them are held. */
const newEpoch = (): string => randomBytes(12).toString('base64url');

/** What is known of an envelope; all have the same shape, since there is one for each message. */
interface Kept {
  /** Where it ends among the texts; it begins where the one before it ends. */
  end: number;
  /** When it was appended, in ms of the backplane's clock. */
  at: number;
  author: Author | undefined;
  request: string | undefined;
}

/** A bounded log in memory, and who hears it. */
export class Log {
  seq = 0;
  /** Never changed in place: who is told may come or go meanwhile. */
  private listeners: readonly LogListener[] = [];
  private kept: Kept[] = [];
  /** Where among those the oldest is that was not let go of. */
  private first = 0;
  /** Made for the first message: most logs are mailboxes in which nothing ever is. */
  private texts: Texts | undefined;
  private requests: Map<string, number> | undefined;

  constructor(
    private readonly bounds: LogBounds,
    readonly epoch: string = newEpoch(),
  ) {}

  /** Nobody hears it, and it holds nothing. */
  get idle(): boolean {
    return this.listeners.length === 0 && this.held === 0;
  }

  private get held(): number {
    return this.kept.length - this.first;
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

  append(envelope: string, author: Author | undefined, request: string | undefined, now: number): number {
    const seq = ++this.seq;
    this.texts ??= new Texts();
    this.kept.push({ end: this.texts.add(envelope), at: now, author, request });
    if (request !== undefined) {
      this.requests ??= new Map();
      this.requests.set(request, seq);
    }
    this.forget(now);
    return seq;
  }

  /** Lets go of what is past a bound. */
  forget(now: number): void {
    const { texts, bounds, kept } = this;
    if (!texts) return;
    for (let oldest = kept[this.first]; oldest; oldest = kept[this.first]) {
      if (this.held <= bounds.messages && texts.size <= bounds.bytes && now - oldest.at <= bounds.ms) break;
      texts.forget(oldest.end);
      if (oldest.request !== undefined) this.requests?.delete(oldest.request);
      this.first++;
    }
    if (this.held === 0) this.texts = undefined;
    // Moving the array up at each message would make a full log cost its length for every append.
    if (this.first > 64 && this.first * 2 > kept.length) {
      this.kept = kept.slice(this.first);
      this.first = 0;
    }
  }

  /** Everything after a place; undefined where that is not all held any more, or there is no such place yet. */
  after(seq: number): Entry[] | undefined {
    const oldest = this.seq - this.held + 1;
    if (seq > this.seq || seq < oldest - 1) return undefined;
    return this.entries(seq - oldest + 1).map(({ at, ...entry }) => entry);
  }

  /**
   * What is held, with when it was appended.
   * @param skipped how many of the oldest are left out
   */
  entries(skipped = 0): (Entry & { at: number })[] {
    const { texts, kept } = this;
    if (!texts) return [];
    const from = this.first + skipped;
    let start = skipped === 0 ? texts.start : (kept[from - 1]?.end ?? texts.start);
    return kept.slice(from).map(({ end, at, author, request }, index) => {
      const envelope = texts.read(start, end);
      start = end;
      return {
        seq: this.seq - this.held + 1 + skipped + index,
        envelope,
        at,
        ...(author && { author }),
        ...(request !== undefined && { request }),
      };
    });
  }
}

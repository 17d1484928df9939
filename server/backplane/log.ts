import { randomBytes } from 'node:crypto';
import type { Author, Entry, LogBounds, LogListener } from './backplane.js';
import { Texts } from './texts.js';

/** 96 random bits, as a string of one piece: thousands of them are held. */
const newEpoch = (): string => randomBytes(12).toString('base64url');

/** Messages that there is room for at first. */
const FEWEST = 16;

/** What is known of a message beside its text, where there is anything. */
interface Note {
  author: Author | undefined;
  request: string | undefined;
}

/**
 * A bounded log in memory, and who hears it. What every message has is kept as numbers and bytes in a few pieces: an
 * object for each would outlive two collections of young ones, and then be followed by every one of the old.
 */
export class Log {
  seq = 0;
  /** Never changed in place: who is told may come or go meanwhile. */
  private listeners: readonly LogListener[] = [];
  /** Made for the first message: most logs are mailboxes in which nothing ever is. */
  private texts: Texts | undefined;
  /**
   * Of each message two numbers, oldest first: where it ends among the texts, beginning where the one before it ends, and
   * when it was appended, in ms of the backplane's clock.
   */
  private marks: Float64Array | undefined;
  /** Which of those is the oldest that was not let go of, and how many are held. */
  private first = 0;
  private held = 0;
  /** By `seq`. */
  private notes: Map<number, Note> | undefined;
  private requests: Map<string, number> | undefined;

  constructor(
    private readonly bounds: LogBounds,
    readonly epoch: string = newEpoch(),
  ) {}

  /** Nobody hears it, and it holds nothing. */
  get idle(): boolean {
    return this.listeners.length === 0 && this.held === 0;
  }

  /** The `seq` of the oldest message that is held. */
  private get oldest(): number {
    return this.seq - this.held + 1;
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
    const marks = this.roomForMore();
    const at = (this.first + this.held++) * 2;
    marks[at] = this.texts.add(envelope);
    marks[at + 1] = now;
    if (author || request !== undefined) {
      this.notes ??= new Map();
      this.notes.set(seq, { author, request });
    }
    if (request !== undefined) {
      this.requests ??= new Map();
      this.requests.set(request, seq);
    }
    this.forget(now);
    return seq;
  }

  /** Lets go of what is past a bound. */
  forget(now: number): void {
    const { texts, marks, bounds } = this;
    if (!texts || !marks) return;
    while (this.held > 0) {
      const mark = this.first * 2;
      const age = now - (marks[mark + 1] ?? 0);
      if (this.held <= bounds.messages && texts.size <= bounds.bytes && age <= bounds.ms) break;
      texts.forget(marks[mark] ?? 0);
      this.forgetNote(this.oldest);
      this.first++;
      this.held--;
    }
    if (this.held > 0) return;
    this.texts = undefined;
    this.marks = undefined;
    this.first = 0;
  }

  private forgetNote(seq: number): void {
    const note = this.notes?.get(seq);
    if (!note) return;
    this.notes?.delete(seq);
    if (note.request !== undefined) this.requests?.delete(note.request);
  }

  /** The marks, with room for one message more. */
  private roomForMore(): Float64Array {
    const { marks = new Float64Array(FEWEST * 2), first, held } = this;
    this.marks = marks;
    if ((first + held + 1) * 2 <= marks.length) return marks;
    // Where half of it would do, what is held is moved up; so each is moved once or twice at most.
    const needed = (held + 1) * 4;
    const target = needed <= marks.length ? marks : new Float64Array(needed);
    target.set(marks.subarray(first * 2, (first + held) * 2));
    this.first = 0;
    this.marks = target;
    return target;
  }

  /** Everything after a place; undefined where that is not all held any more, or there is no such place yet. */
  after(seq: number): Entry[] | undefined {
    const { oldest } = this;
    if (seq > this.seq || seq < oldest - 1) return undefined;
    return this.entries(seq - oldest + 1).map(({ at, ...entry }) => entry);
  }

  /**
   * What is held, with when it was appended.
   * @param skipped how many of the oldest are left out
   */
  entries(skipped = 0): (Entry & { at: number })[] {
    const { texts, marks, first, held, oldest } = this;
    if (!texts || !marks) return [];
    let start = skipped === 0 ? texts.start : (marks[(first + skipped - 1) * 2] ?? texts.start);
    return Array.from({ length: held - skipped }, (_, i) => {
      const mark = (first + skipped + i) * 2;
      const end = marks[mark] ?? 0;
      const envelope = texts.read(start, end);
      start = end;
      const seq = oldest + skipped + i;
      const { author, request } = this.notes?.get(seq) ?? {};
      return {
        seq,
        envelope,
        at: marks[mark + 1] ?? 0,
        ...(author && { author }),
        ...(request !== undefined && { request }),
      };
    });
  }
}

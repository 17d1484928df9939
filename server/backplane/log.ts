import { randomBytes } from 'node:crypto';
import type { Account } from '../util/account.js';
import { type Author, ENTRY_BYTES, type LogBounds, type LogEntry, type LogListener } from './backplane.js';
import type { BudgetedLog, LogBudget } from './log-budget.js';
import { TextBuffer } from './text-buffer.js';

/** Returns 96 random bits as a flat string, since a node holds thousands of them. */
const newEpoch = (): string => randomBytes(12).toString('base64url');

/** Number of entries that the first index has space for. */
const INITIAL_CAPACITY = 16;

/** Numbers in the index for each entry. */
const STRIDE = 3;

/** The optional properties of an entry. */
interface EntryDetails {
  author: Author | undefined;
  request: string | undefined;
}

/**
 * A bounded log in memory, with its listeners. Entries are stored as bytes and numbers in a few buffers. An object for
 * each entry would survive into the old generation of the heap, and slow down every major garbage collection.
 */
export class Log implements BudgetedLog {
  seq = 0;
  /** ID of the last announcement in this epoch (see Backplane.announce). */
  announced = 0;
  /** Replaced and never modified, since listeners can subscribe and unsubscribe during a delivery. */
  private listeners: readonly LogListener[] = [];
  /** Created for the first entry: most logs are mailboxes that stay empty. */
  private envelopes: TextBuffer | undefined;
  /**
   * Three numbers for each entry, oldest first: the end of its envelope in `envelopes`, where the next one starts; the
   * time when it was appended, in ms of the backplane's clock; and the share of the budget that it counts toward.
   */
  private index: Float64Array | undefined;
  /** Position of the oldest entry in `index`, and number of entries. */
  private firstIndex = 0;
  private count = 0;
  /** Optional properties by `seq`. */
  private details: Map<number, EntryDetails> | undefined;
  private requests: Map<string, number> | undefined;

  constructor(
    private readonly bounds: LogBounds,
    private readonly budget: LogBudget,
    readonly epoch: string = newEpoch(),
  ) {}

  /** Whether the log has neither listeners nor entries. */
  get idle(): boolean {
    return this.listeners.length === 0 && this.count === 0;
  }

  /** The `seq` of the oldest entry. */
  private get oldestSeq(): number {
    return this.seq - this.count + 1;
  }

  subscribe(listener: LogListener): void {
    if (!this.listeners.includes(listener)) this.listeners = [...this.listeners, listener];
  }

  unsubscribe(listener: LogListener): void {
    this.listeners = this.listeners.filter((each) => each !== listener);
  }

  deliver(envelope: string, seq: number | undefined, author: Author | undefined): void {
    for (const listener of this.listeners) listener.deliver(envelope, seq, author);
  }

  /** Returns the `seq` of the entry that a request caused, if it was not discarded. */
  find(request: string): number | undefined {
    return this.requests?.get(request);
  }

  append(
    envelope: string,
    author: Author | undefined,
    request: string | undefined,
    account: Account | undefined,
    now: number,
  ): number {
    const seq = ++this.seq;
    this.envelopes ??= new TextBuffer();
    const index = this.reserveIndex();
    const before = this.envelopes.end;
    const end = this.envelopes.append(envelope);
    const share = this.budget.charge(this, account, costOf(end - before, request));
    const at = (this.firstIndex + this.count++) * STRIDE;
    index[at] = end;
    index[at + 1] = now;
    index[at + 2] = share;
    if (author || request !== undefined) {
      this.details ??= new Map();
      this.details.set(seq, { author, request });
    }
    if (request !== undefined) {
      this.requests ??= new Map();
      this.requests.set(request, seq);
    }
    this.trim(now);
    this.budget.enforce(share);
    return seq;
  }

  /** Discards entries that exceed a limit. */
  trim(now: number): void {
    const { bounds } = this;
    while (this.envelopes && this.index) {
      const age = now - (this.index[this.firstIndex * STRIDE + 1] ?? 0);
      if (this.count <= bounds.messages && this.envelopes.size <= bounds.bytes && age <= bounds.ms) return;
      this.discardOldest(this.envelopes, this.index);
    }
  }

  discardShare(share: number, bytes: number): void {
    let left = bytes;
    while (left > 0 && this.envelopes && this.index) {
      const counts = this.index[this.firstIndex * STRIDE + 2] === share;
      const discarded = this.discardOldest(this.envelopes, this.index);
      if (counts) left -= discarded;
    }
  }

  /** Discards the oldest entry. Returns the bytes that it counted for. */
  private discardOldest(envelopes: TextBuffer, index: Float64Array): number {
    const position = this.firstIndex * STRIDE;
    const end = index[position] ?? 0;
    const cost = costOf(end - envelopes.start, this.details?.get(this.oldestSeq)?.request);
    this.budget.release(this, index[position + 2] ?? 0, cost);
    envelopes.discardBefore(end);
    this.removeDetails(this.oldestSeq);
    this.firstIndex++;
    this.count--;
    if (this.count === 0) {
      this.envelopes = undefined;
      this.index = undefined;
      this.firstIndex = 0;
    }
    return cost;
  }

  private removeDetails(seq: number): void {
    const details = this.details?.get(seq);
    if (!details) return;
    this.details?.delete(seq);
    if (details.request !== undefined) this.requests?.delete(details.request);
  }

  /** Returns the index with space for one more entry. */
  private reserveIndex(): Float64Array {
    const { index = new Float64Array(INITIAL_CAPACITY * STRIDE), firstIndex, count } = this;
    this.index = index;
    if ((firstIndex + count + 1) * STRIDE <= index.length) return index;
    // Entries are moved within the buffer if they fill less than half of it, so that each is moved at most twice.
    const needed = (count + 1) * 2 * STRIDE;
    const target = needed <= index.length ? index : new Float64Array(needed);
    target.set(index.subarray(firstIndex * STRIDE, (firstIndex + count) * STRIDE));
    this.firstIndex = 0;
    this.index = target;
    return target;
  }

  /** Returns all entries after a `seq`; undefined if some were discarded, or if the `seq` does not exist yet. */
  entriesAfter(seq: number): LogEntry[] | undefined {
    const { oldestSeq } = this;
    if (seq > this.seq || seq < oldestSeq - 1) return undefined;
    return this.entries(seq - oldestSeq + 1).map(({ at, ...entry }) => entry);
  }

  /**
   * Returns the entries with the times when they were appended.
   * @param skipped number of oldest entries to leave out
   */
  entries(skipped = 0): (LogEntry & { at: number })[] {
    const { envelopes, index, firstIndex, count, oldestSeq } = this;
    if (!envelopes || !index) return [];
    let start =
      skipped === 0 ? envelopes.start : (index[(firstIndex + skipped - 1) * STRIDE] ?? envelopes.start);
    return Array.from({ length: count - skipped }, (_, i) => {
      const position = (firstIndex + skipped + i) * STRIDE;
      const end = index[position] ?? 0;
      const envelope = envelopes.read(start, end);
      start = end;
      const seq = oldestSeq + skipped + i;
      const { author, request } = this.details?.get(seq) ?? {};
      return {
        seq,
        envelope,
        at: index[position + 1] ?? 0,
        ...(author && { author }),
        ...(request !== undefined && { request }),
      };
    });
  }
}

/** Returns the bytes that an entry counts for. */
const costOf = (envelopeBytes: number, request: string | undefined): number =>
  envelopeBytes + ENTRY_BYTES + (request?.length ?? 0);

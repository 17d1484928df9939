import type { Page, PageQuery, Store } from '../../server/store/store.js';
import { type Acknowledged, isMarker, tagOf, write } from './store-requests.js';

/** Differences between acknowledged and stored data; empty if there are none. */
export interface Findings {
  missing: string[];
  twice: string[];
}

/** The acknowledgments that the writers of one lecture received. */
export class Ledger {
  private readonly acknowledged: Acknowledged[] = [];
  private readonly last = new Map<string, Acknowledged>();

  constructor(readonly lectureId: number) {}

  get size(): number {
    return this.acknowledged.length;
  }

  add(entry: Acknowledged): void {
    this.acknowledged.push(entry);
    this.last.set(entry.client, entry);
  }

  /** Compares the database with the acknowledgments. */
  async check(store: Store): Promise<Findings> {
    const kept = await this.kept(store);
    const missing = this.acknowledged
      .filter((entry) => !kept.get(tagOf(entry))?.includes(entry.id))
      .map(tagOf);
    const twice = [...kept].filter(([, ids]) => ids.length > 1).map(([tag]) => tag);
    return { missing, twice };
  }

  /**
   * Repeats the last acknowledged request of each client, and the following one, whose answer it did not receive.
   * Returns the requests that were not recognized as repeats.
   */
  async repeat(store: Store): Promise<string[]> {
    const forgotten: string[] = [];
    for (const entry of this.last.values()) {
      const { id, repeated } = await write(store, this.lectureId, entry);
      if (!repeated || id !== entry.id) forgotten.push(tagOf(entry));
      const next = { client: entry.client, number: entry.number + 1 };
      this.add({ ...next, id: (await write(store, this.lectureId, next)).id });
    }
    return forgotten;
  }

  /** IDs of the stored objects, by client and request. */
  private async kept(store: Store): Promise<Map<string, number[]>> {
    const kept = new Map<string, number[]>();
    const note = (tag: string, id: number): void => void kept.set(tag, [...(kept.get(tag) ?? []), id]);
    const messages = everything((query) => store.chatMessages(this.lectureId, query));
    for await (const { dateStr, messageId } of messages) note(dateStr, messageId);
    const markers = everything((query) => store.markers(this.lectureId, 0, query));
    for await (const { creatorId, time, id } of markers) {
      const entry = { client: creatorId, number: time };
      // A marker in place of a message would be one that no client requested.
      note(isMarker(entry) ? tagOf(entry) : `strange marker ${tagOf(entry)}`, id);
    }
    return kept;
  }
}

async function* everything<T>(read: (query: PageQuery) => Promise<Page<T>>): AsyncGenerator<T> {
  let before: number | undefined;
  do {
    const page = await read({ before, limit: 200 });
    yield* page.items;
    before = page.before;
  } while (before !== undefined);
}

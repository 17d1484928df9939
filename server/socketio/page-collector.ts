import type { ClientEnvelope, Envelope } from './dialect.js';
import { PendingRequests } from './pending-requests.js';

/** How a type of message returns a list in pages. */
export interface PagedList {
  /** The member of the reply that contains the list. */
  items: string;
  /** The member that requests the next page: `before` for older entries, `after` for those that follow. */
  cursor: 'before' | 'after';
}

interface Collection {
  request: ClientEnvelope;
  list: PagedList;
  items: readonly unknown[];
  /** Size of `items` in characters of JSON. */
  size: number;
}

/** Number of entries of a page. */
const PAGE = 200;

/**
 * Maximum size of the pages that are collected for a client, in characters of JSON. A list that exceeds it ends with
 * that page.
 */
const MAX_SIZE = 1024 * 1024;

/** Maximum number of lists that are collected for a client at a time. Of others, it gets the first page. */
const MAX_LISTS = 16;

/** Collects the pages of lists for a client of an older system, which expects each list as a whole. */
export class PageCollector {
  private readonly pending = new PendingRequests<Collection>();
  private lists = 0;
  private size = 0;

  /** @param send sends the request for a further page */
  constructor(private readonly send: (envelope: ClientEnvelope) => void) {}

  /** Returns the request for the first page of a list. */
  begin(request: ClientEnvelope, list: PagedList): ClientEnvelope {
    const { data } = request;
    // Other data is refused.
    if (this.lists >= MAX_LISTS || typeof data !== 'object') return request;
    this.lists++;
    return this.ask({ request: { ...request, data: { ...data, limit: PAGE } }, list, items: [], size: 0 });
  }

  /** Returns whether an envelope is a page of a list that is collected, or refuses it. */
  expects({ id }: Envelope): boolean {
    return this.pending.has(id);
  }

  /** Takes a page. Returns a reply with the whole list, or undefined if there are more pages. */
  take(envelope: Envelope): Envelope | undefined {
    const collection = this.pending.take(envelope.id);
    if (!collection) return envelope;
    const { request, list, items } = collection;
    this.size -= collection.size;
    const data = (envelope.data ?? {}) as Readonly<Record<string, unknown>>;
    const { [list.items]: page, [list.cursor]: cursor, ...rest } = data;
    const isPage = Array.isArray(page);
    const all = !isPage ? [] : list.cursor === 'before' ? [...page, ...items] : [...items, ...page];
    const size = collection.size + JSON.stringify(page ?? []).length;
    if (!isPage || cursor === undefined || this.size + size > MAX_SIZE) {
      this.lists--;
      return isPage ? { ...envelope, data: { ...rest, [list.items]: all } } : envelope;
    }
    this.size += size;
    const next = { ...request, data: { ...(request.data as object), [list.cursor]: cursor } };
    this.send(this.ask({ request: next, list, items: all, size }));
    return undefined;
  }

  private ask(collection: Collection): ClientEnvelope {
    return { ...collection.request, id: this.pending.add(collection) };
  }
}

import { signal } from '@preact/signals';
import type { PageQuery, SavedMessage } from 'lectern-client';
import { codeOf } from '../refusal.js';

/** Messages loaded in pages: the newest first, older ones on request. */
export class PagedMessages {
  readonly loading = signal<'loading' | 'ready' | 'failed'>('loading');
  readonly loadingOlder = signal(false);
  /** Oldest first. */
  readonly messages = signal<readonly SavedMessage[]>([]);
  /** The cursor of the page before the oldest one; undefined if there is none. */
  readonly before = signal<number | undefined>(undefined);
  readonly #fetch: (query: PageQuery) => Promise<{ messages: SavedMessage[]; before?: number }>;
  #reloads = 0;

  /** @param fetch loads a page; rejects with a RequestError */
  constructor(fetch: (query: PageQuery) => Promise<{ messages: SavedMessage[]; before?: number }>) {
    this.#fetch = fetch;
  }

  /** Loads the newest page: at first, and after a time in which messages may have been missed. */
  async load(): Promise<void> {
    const reloads = this.#reloads;
    try {
      const { messages, before } = await this.#fetch({});
      // A reload has replaced this request.
      if (reloads !== this.#reloads) return;
      const here = this.messages.peek();
      const known = new Set(here.map(({ messageId }) => messageId));
      const joins = this.loading.peek() === 'ready' && messages.some(({ messageId }) => known.has(messageId));
      if (!joins) {
        // Older messages are removed, since a gap follows them. Messages received meanwhile are newer.
        const newest = messages.at(-1)?.messageId ?? 0;
        this.messages.value = here.filter(({ messageId }) => messageId > newest);
        this.before.value = before;
      }
      this.add(messages);
      this.loading.value = 'ready';
    } catch (error) {
      // After a lost connection, the page is requested again.
      if (this.loading.peek() === 'loading' && codeOf(error) !== 'disconnected')
        this.loading.value = 'failed';
    }
  }

  /** Loads the newest page again, because the user can read other messages now. */
  reload(): Promise<void> {
    this.#reloads++;
    this.clear();
    this.loading.value = 'loading';
    return this.load();
  }

  /** Loads the page before the oldest one. Rejects with a RequestError. */
  async older(): Promise<void> {
    const before = this.before.peek();
    if (before === undefined || this.loadingOlder.peek()) return;
    this.loadingOlder.value = true;
    const reloads = this.#reloads;
    try {
      const page = await this.#fetch({ before });
      if (reloads !== this.#reloads) return;
      this.before.value = page.before;
      this.add(page.messages);
    } finally {
      this.loadingOlder.value = false;
    }
  }

  remove(messageId: number): void {
    this.messages.value = this.messages.peek().filter((each) => each.messageId !== messageId);
  }

  clear(): void {
    this.messages.value = [];
    this.before.value = undefined;
  }

  add(more: readonly SavedMessage[]): void {
    const all = new Map(this.messages.peek().map((each) => [each.messageId, each]));
    for (const message of more) all.set(message.messageId, message);
    this.messages.value = [...all.values()].sort((a, b) => a.messageId - b.messageId);
  }
}

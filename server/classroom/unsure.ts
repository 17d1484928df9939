import type { ChatClient } from '../chat/chat-client.js';
import { Refusal } from '../protocol/errors.js';
import { MAX_REPLIES } from '../store/store.js';

type Id = string | number | undefined;

/**
 * Requests whose change was perhaps made although the database did not answer: when one is repeated, and turns out to
 * have been made, nobody has been told of it yet.
 */
export class Unsure {
  private readonly requests = new WeakMap<ChatClient, Set<Id>>();

  /** A request was not done, for this reason. */
  note(client: ChatClient, id: Id, reason: unknown): void {
    if (id === undefined || !(reason instanceof Refusal) || reason.code !== 'unavailable') return;
    const ids = this.requests.get(client) ?? new Set();
    this.requests.set(client, ids.add(id));
    // Of earlier ones the database does not know either whether they were made.
    for (const oldest of ids) {
      if (ids.size <= MAX_REPLIES) break;
      ids.delete(oldest);
    }
  }

  /** Whether a request is one of them; it is not any more. */
  take(client: ChatClient, id: Id): boolean {
    return this.requests.get(client)?.delete(id) ?? false;
  }
}

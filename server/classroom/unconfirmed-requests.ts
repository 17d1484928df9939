import type { ChatClient } from '../chat/chat-client.js';
import { Refusal } from '../protocol/errors.js';
import { MAX_REPLIES } from '../store/store.js';

type Id = string | number | undefined;

/**
 * Requests whose change might have been made although the database did not answer. If such a request is repeated and its
 * change turns out to have been made, the change still has to be broadcast.
 */
export class UnconfirmedRequests {
  private readonly requests = new WeakMap<ChatClient, Set<Id>>();

  /** Records a failed request if its failure leaves open whether the change was made. */
  add(client: ChatClient, id: Id, reason: unknown): void {
    if (id === undefined || !(reason instanceof Refusal) || reason.code !== 'unavailable') return;
    const ids = this.requests.get(client) ?? new Set();
    this.requests.set(client, ids.add(id));
    // The database does not keep replies to older requests, so they cannot be recognized as repeated.
    for (const oldest of ids) {
      if (ids.size <= MAX_REPLIES) break;
      ids.delete(oldest);
    }
  }

  /** Removes a request and returns whether it was recorded. */
  remove(client: ChatClient, id: Id): boolean {
    return this.requests.get(client)?.delete(id) ?? false;
  }
}

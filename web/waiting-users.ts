import type { Signal } from '@preact/signals';
import type { RoomModeration, WaitingUsers } from 'lectern-client';
import { showToast } from './components/toasts.js';
import { words } from './i18n/index.js';

/** Shows a list of the users who wait, and says who has come since the list before. */
export function showWaiting(shown: Signal<WaitingUsers | undefined>, waiting: WaitingUsers): void {
  const known = new Set(shown.peek()?.users.map(({ user }) => user));
  const newcomers = waiting.users.filter(({ user }) => !known.has(user));
  shown.value = waiting;
  const [first] = newcomers;
  const text = words.value.order.waiting;
  if (first) showToast(newcomers.length === 1 ? text.came(first.username) : text.asks(waiting.count));
}

/** Loads the list, for the owner or a teacher who has just joined. Later lists come without a request. */
export async function loadWaiting(
  shown: Signal<WaitingUsers | undefined>,
  moderation: Pick<RoomModeration, 'waiting'>,
): Promise<void> {
  try {
    showWaiting(shown, await moderation.waiting());
  } catch {
    showToast(words.value.order.waiting.failed);
  }
}

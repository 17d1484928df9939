import { signal } from '@preact/signals';
import type { Entry, RemovedUser, StoppableMedia, WaitingUsers } from 'lectern-client';
import { showToast } from './components/toasts.js';
import { words } from './i18n/index.js';
import { codeOf, refusalText } from './refusal.js';
import { connection, roomSettings, session } from './session-state.js';

/** Number of removed users per page. */
const PAGE = 50;

/** The users who wait until the owner admits them; undefined if nobody has to. */
export const waitingUsers = signal<WaitingUsers | undefined>(undefined);
/**
 * The users who were removed from the room, the most recent first. Undefined before they are loaded, `failed` if they
 * could not be.
 */
export const removedUsers = signal<readonly RemovedUser[] | 'failed' | undefined>(undefined);
/** Cursor of the next page of removed users; undefined after the last one. */
export const olderRemoved = signal<number | undefined>(undefined);

/** Performs an action of the room's moderator, and shows why if it was refused. Resolves to whether it was done. */
async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  try {
    if (connection.peek().name === 'open') {
      await act();
      return true;
    }
    showToast(refusalText('disconnected'));
  } catch (error) {
    showToast(refusalText(codeOf(error)));
  }
  return false;
}

const moderation = () => session.peek()?.manager.moderation;

/** Makes the user the owner of a room without settings, so that a lasting decision can be stored with the room. */
async function own(): Promise<void> {
  const { signaler, room } = session.peek() ?? {};
  if (signaler && room && !roomSettings.peek()) await signaler.request('create-room', { room_id: room });
}

export async function setEntry(entry: Entry): Promise<void> {
  await attempt(async () => {
    await own();
    await moderation()?.setEntry(entry);
  });
}

/** Admits a user who waits, or everyone. */
export const admit = (user?: string): Promise<boolean> => attempt(async () => moderation()?.admit(user));

/** Refuses a user who waits. */
export const refuse = (user: string): Promise<boolean> => attempt(async () => moderation()?.refuse(user));

/** Mutes a user, or stops the user's camera or screen. */
export async function stopMedia(media: StoppableMedia, user: string): Promise<void> {
  await attempt(async () => moderation()?.stopMedia(media, user));
}

export async function muteAll(): Promise<void> {
  if (await attempt(async () => moderation()?.stopMedia('microphone'))) showToast(words.value.order.mutedAll);
}

/** Removes a user from the room until the owner lets the user in again. */
export async function removeUser(user: string, name: string): Promise<void> {
  const remove = async () => {
    await own();
    await moderation()?.remove(user);
  };
  if (await attempt(remove)) showToast(words.value.moderation.dropped(name));
}

/** Lets a removed user in again. Resolves to whether it was done. */
export async function readmitUser({ user, username }: RemovedUser): Promise<boolean> {
  if (!(await attempt(async () => moderation()?.readmit(user)))) return false;
  const known = removedUsers.peek();
  if (Array.isArray(known)) removedUsers.value = known.filter((each) => each.user !== user);
  showToast(words.value.moderation.readmitted(username));
  return true;
}

/** Loads the removed users: the newest page, or the one before `before`. */
export async function loadRemoved(before?: number): Promise<void> {
  const known = removedUsers.peek();
  const newer = before === undefined || !Array.isArray(known) ? [] : (known as readonly RemovedUser[]);
  try {
    const page = await moderation()?.removed({ limit: PAGE, ...(before !== undefined && { before }) });
    if (!page) return;
    removedUsers.value = [...newer, ...page.users.toReversed()];
    olderRemoved.value = page.before;
  } catch {
    removedUsers.value = 'failed';
  }
}

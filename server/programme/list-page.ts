import type { ProgrammeUser } from 'lectern-protocol';
import type { ChatRoomState } from './chat-room-state.js';

/** Maximum number of entries in a page. */
export const MAX_PAGE = 200;

/** Selects a page of a list. */
export interface ListQuery {
  /** ID of the last entry of the previous page. */
  after?: string | undefined;
  limit?: number | undefined;
}

/** Returns the entries after the one with an ID; all of them if there is no such entry. */
export function pageAfter<T>(
  entries: readonly T[],
  after: string | undefined,
  idOf: (entry: T) => string,
): readonly T[] {
  return after === undefined ? entries : entries.slice(entries.findIndex((each) => idOf(each) === after) + 1);
}

/** Returns a page of the members of a chat room. */
export function usersOf(
  { members }: ChatRoomState,
  { after, limit = MAX_PAGE }: ListQuery = {},
): ProgrammeUser[] {
  return pageAfter(Object.values(members), after, ({ id }) => id).slice(0, limit);
}

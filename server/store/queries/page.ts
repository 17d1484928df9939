import { type ForwardPage, type ForwardQuery, PAGE, type Page, type PageQuery } from '../store.js';

/** Returns the maximum number of rows in a page. Queries fetch one more, which shows whether there is another page. */
export function pageLimit({ limit = PAGE.defaultSize }: { limit?: number | undefined }): number {
  return Math.min(Math.max(1, Math.trunc(limit)), PAGE.maxSize);
}

/** Returns the ID that is above those of all rows of a page. */
export const beforeOf = ({ before = Number.MAX_SAFE_INTEGER }: PageQuery): number => before;

/** Returns the ID that is below those of all rows of a page. */
export const afterOf = ({ after = 0 }: ForwardQuery): number => after;

/** Converts at most `pageLimit + 1` rows, newest first, to a page. */
export function toPage<R extends { id: number }, T>(
  rows: R[],
  query: PageQuery,
  item: (row: R) => T,
): Page<T> {
  const limit = pageLimit(query);
  const kept = rows.slice(0, limit);
  const oldest = kept.at(-1);
  const page: Page<T> = { items: kept.reverse().map(item) };
  if (rows.length > limit && oldest) page.before = oldest.id;
  return page;
}

/** Converts at most `pageLimit + 1` rows, oldest first, to a page. */
export function toForwardPage<R extends { id: number }, T>(
  rows: R[],
  query: ForwardQuery,
  item: (row: R) => T,
): ForwardPage<T> {
  const limit = pageLimit(query);
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const page: ForwardPage<T> = { items: kept.map(item) };
  if (rows.length > limit && last) page.after = last.id;
  return page;
}

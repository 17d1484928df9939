import { type ForwardPage, type ForwardQuery, PAGE, type Page, type PageQuery } from '../store.js';

/** How many rows a page has at most. One more is fetched, which tells whether there is another page. */
export function pageLimit({ limit = PAGE.usual }: { limit?: number | undefined }): number {
  return Math.min(Math.max(1, Math.trunc(limit)), PAGE.most);
}

/** The id that all of a page's rows are below. */
export const beforeOf = ({ before = Number.MAX_SAFE_INTEGER }: PageQuery): number => before;

/** The id that all of a page's rows are above. */
export const afterOf = ({ after = 0 }: ForwardQuery): number => after;

/** Makes a page of the newest `pageLimit + 1` rows, newest first. */
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

/** Makes a page of the first `pageLimit + 1` rows after a place. */
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

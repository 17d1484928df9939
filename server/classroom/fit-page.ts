import type { Page } from '../store/store.js';

/**
 * Removes the oldest items of a page that make it larger than a number of bytes, so that the next page begins with them.
 * At least one item remains.
 * @param idOf returns the ID by which the pages are ordered
 */
export function fitPage<T>(page: Page<T>, most: number, idOf: (item: T) => number): Page<T> {
  const { items } = page;
  let start = items.length;
  let bytes = 0;
  for (const item of items.toReversed()) {
    bytes += Buffer.byteLength(JSON.stringify(item));
    if (bytes > most && start < items.length) break;
    start--;
  }
  const [oldest, ...newer] = items.slice(start);
  if (start === 0 || oldest === undefined) return page;
  return { items: [oldest, ...newer], before: idOf(oldest) };
}

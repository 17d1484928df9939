import { Refusal } from '../protocol/errors.js';
import type { PageQuery } from '../store/store.js';

/** The query string of a request for a page of a list. */
export interface ListQuery {
  Querystring: { before?: string; limit?: string };
}

/** Parses a number of a request. @throws Refusal bad-data if it is not a whole number above 0 */
export function numberOf(name: string, text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  const expected = 'a whole number greater than 0';
  throw new Refusal('bad-data', `${name} must be ${expected}`, { pointer: `/${name}`, expected });
}

/** Returns the page that a request asks for. @throws Refusal bad-data */
export const pageOf = ({ before, limit }: ListQuery['Querystring']): PageQuery => ({
  before: before === undefined ? undefined : numberOf('before', before),
  limit: limit === undefined ? undefined : numberOf('limit', limit),
});

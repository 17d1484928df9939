import type { Validate } from 'lectern-protocol/client-messages';
import { Refusal } from '../protocol/errors.js';
import { explain } from '../protocol/explain.js';

/** The body of a request, of the shape that its validator is for. @throws Refusal bad-data with the place of the first fault */
export function bodyOf<T>(validate: Validate, body: unknown): T {
  if (validate(body)) return body as T;
  const { pointer, expected } = explain(validate.errors?.[0]);
  throw new Refusal('bad-data', `${pointer || 'the body'} must be ${expected}`, { pointer, expected });
}

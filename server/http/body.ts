import type { Validate } from 'lectern-protocol/client-messages';
import { Refusal } from '../protocol/errors.js';
import { explain } from '../protocol/explain.js';

/** Validates the body of a request and returns it. @throws Refusal bad-data that names the first invalid value */
export function bodyOf<T>(validate: Validate, body: unknown): T {
  if (validate(body)) return body as T;
  const { pointer, expected } = explain(validate.errors?.[0]);
  throw new Refusal('bad-data', `${pointer || 'the body'} must be ${expected}`, { pointer, expected });
}

import type { ValidateFunction } from 'ajv';
import type { Example, JsonSchema } from '../load.js';
import { bare, newAjv } from '../validators.js';
import { prettyJson } from './markdown.js';

/** Characters of JSON up to which an example is easy to read. */
const SMALL = 500;

const ajv = newAjv();
const compiled = new WeakMap<JsonSchema, ValidateFunction>();

/** Whether a value has a form; `undefined` has none. */
export function matches(form: JsonSchema, value: unknown): boolean {
  const validate = compiled.get(form) ?? ajv.compile(bare(form) as JsonSchema);
  compiled.set(form, validate);
  return value !== undefined && validate(value) === true;
}

/** The example that shows the most while it is still small; otherwise the smallest. */
export function telling<T extends Example>(examples: readonly T[]): T | undefined {
  const length = (example: T): number => JSON.stringify(example).length;
  const sorted = [...examples].sort((a, b) => length(a) - length(b));
  return sorted.findLast((example) => length(example) <= SMALL) ?? sorted[0];
}

export const exampleLines = (value: unknown): string[] => ['```json', prettyJson(value), '```', ''];

/** The first value with a form among some values and all that they contain. */
export function findExample(form: JsonSchema, values: Iterable<unknown>): unknown {
  for (const value of values) {
    if (matches(form, value)) return value;
    if (typeof value !== 'object' || value === null) continue;
    const found = findExample(form, Object.values(value));
    if (found !== undefined) return found;
  }
  return undefined;
}

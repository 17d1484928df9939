/** A JSON Schema that uses no other keywords than `schemaFault` checks. */
export interface SmallSchema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  required?: string[];
  properties?: Record<string, SmallSchema>;
  additionalProperties?: false;
}

type Checks = {
  [Keyword in keyof Required<SmallSchema>]: (limit: never, value: unknown, schema: SmallSchema) => boolean;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isOfType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'object') return isRecord(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}

/** JSON Schema counts code points, of which a string has at most as many as code units. */
const isLonger = (value: unknown, limit: number): boolean =>
  typeof value === 'string' && value.length > limit && [...value].length > limit;

/** `properties` is no check of its own: `schemaFault` descends into it. */
const checks: Checks = {
  type: (types: string | string[], value) => [types].flat().some((type) => isOfType(type, value)),
  const: (expected: unknown, value) => value === expected,
  enum: (allowed: unknown[], value) => allowed.includes(value),
  minimum: (limit: number, value) => typeof value !== 'number' || value >= limit,
  maximum: (limit: number, value) => typeof value !== 'number' || value <= limit,
  minLength: (limit: number, value) => typeof value !== 'string' || isLonger(value, limit - 1),
  maxLength: (limit: number, value) => !isLonger(value, limit),
  required: (names: string[], value) => !isRecord(value) || names.every((name) => Object.hasOwn(value, name)),
  properties: () => true,
  additionalProperties: (_: false, value, { properties = {} }) =>
    !isRecord(value) || Object.keys(value).every((name) => Object.hasOwn(properties, name)),
};

/** The keywords that `schemaFault` checks. */
export const smallKeywords: readonly string[] = Object.keys(checks);

/**
 * Checks a value that came from JSON against a small schema. Returns the first fault, such as
 * `data/attempt breaks minimum 1`, or undefined if the value fits.
 * @param path what the value is called in the fault
 */
export function schemaFault(schema: SmallSchema, value: unknown, path = 'data'): string | undefined {
  for (const [keyword, limit] of Object.entries(schema)) {
    const fits = checks[keyword as keyof SmallSchema](limit as never, value, schema);
    if (!fits) return `${path} breaks ${keyword} ${JSON.stringify(limit)}`;
  }
  if (!isRecord(value)) return undefined;
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const fault = Object.hasOwn(value, name) ? schemaFault(inner, value[name], `${path}/${name}`) : undefined;
    if (fault) return fault;
  }
  return undefined;
}

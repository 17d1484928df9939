import type { JsonSchema } from './load.js';

/** Everything in a schema that belongs to its type, not to the place that refers to it. */
const shapeOf = ({ description: _, default: __, ...shape }: JsonSchema): string => JSON.stringify(shape);

/** Calls back with every schema below a value that has a title, the outer ones first. */
function eachTitled(value: unknown, found: (schema: JsonSchema, title: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const { title } = value as JsonSchema;
  if (!Array.isArray(value) && typeof title === 'string') found(value as JsonSchema, title);
  for (const child of Object.values(value)) eachTitled(child, found);
}

/**
 * Returns a copy of the schemas in which each title names one object, so that json-schema-to-typescript makes one type
 * of it instead of `UserId`, `UserId1` and so on. A place that describes the type in words of its own keeps them, as the
 * comment of its property.
 *
 * @param definitions schemas whose description is the type's own; for other titles it is the first one
 * @throws Error if two different schemas have the same title
 */
export function oneTypePerTitle(
  members: Record<string, JsonSchema>,
  definitions: JsonSchema[],
): Record<string, JsonSchema> {
  const described = new Map(definitions.map(({ title, description }) => [title, description]));
  const types = new Map<string, JsonSchema>();
  const isOwn = (schema: JsonSchema, title: string): boolean =>
    !described.has(title) || described.get(title) === schema.description;
  eachTitled(members, (schema, title) => {
    const known = types.get(title);
    if (known && shapeOf(known) !== shapeOf(schema)) throw new Error(`two schemas are titled ${title}`);
    if (!known || (!isOwn(known, title) && isOwn(schema, title))) types.set(title, schema);
  });

  const copies = new Map<string, JsonSchema>();
  const copyOf = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(copyOf);
    const { title, description } = value as JsonSchema;
    const type = typeof title === 'string' ? types.get(title) : undefined;
    if (!title || !type) return copyOfEntries(value);
    if (description !== type.description) return { description, tsType: title };
    const copy = copies.get(title) ?? (copyOfEntries(type) as JsonSchema);
    copies.set(title, copy);
    return copy;
  };
  const copyOfEntries = (value: object): object =>
    Object.fromEntries(Object.entries(value).map(([name, child]) => [name, copyOf(child)]));
  return copyOfEntries(members) as Record<string, JsonSchema>;
}

import type { Family, JsonSchema, Message } from '../load.js';
import { bare } from '../validators.js';

/** An object that several messages contain: described once, and linked to from each of them. */
export interface Shape {
  title: string;
  schema: JsonSchema;
}

/** The schemas directly below a schema. */
export const parts = (schema: JsonSchema): JsonSchema[] =>
  [
    ...Object.values(schema.properties ?? {}),
    schema.items,
    schema.additionalProperties,
    ...variantsOf(schema),
  ].filter((part): part is JsonSchema => typeof part === 'object');

/** The alternatives of a schema; none if it has only one form. */
export const variantsOf = ({ anyOf, oneOf }: JsonSchema): JsonSchema[] =>
  [anyOf, oneOf].flat().filter((variant) => variant !== undefined) as JsonSchema[];

/** Everything that a client or the server sends in `data`, for each message once. */
export function payloadsOf({ client, server }: Message): JsonSchema[] {
  return [client?.data, typeof server === 'object' ? server.data : undefined].filter(
    (data) => data !== undefined,
  );
}

/** Finds the objects that occur at more than one place, by their titles. Two that share a title must be the same. */
export function shapesIn(families: readonly Family[]): Map<string, Shape> {
  const found = new Map<string, { shape: Shape; text: string; places: number }>();
  const visit = (schema: JsonSchema): void => {
    const { title } = schema;
    if (title !== undefined && schema.properties !== undefined) {
      const text = JSON.stringify(bare(schema));
      const known = found.get(title) ?? { shape: { title, schema }, text, places: 0 };
      if (known.text !== text) throw new Error(`two different objects have the title ${title}`);
      known.places++;
      found.set(title, known);
    }
    for (const part of parts(schema)) visit(part);
  };
  for (const { messages } of families) {
    for (const message of Object.values(messages)) for (const payload of payloadsOf(message)) visit(payload);
  }
  const shared = [...found.values()].filter(({ places }) => places > 1);
  return new Map(shared.map(({ shape }): [string, Shape] => [shape.title, shape]).sort());
}

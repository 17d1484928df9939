import type { JsonSchema } from '../load.js';
import { code, sentence, table } from './markdown.js';
import { variantsOf } from './shapes.js';
import { phrase, type Shapes, shapeOf } from './type-phrase.js';

type Row = [field: string, type: string, required: string, description: string];

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** All that a schema says of a value in words. */
export function descriptionOf(schema: JsonSchema, shapes: Shapes): string {
  const facts = [schema.description];
  for (const variant of variantsOf(schema)) {
    if (variant.description)
      facts.push(`${variant.title ?? phrase(variant, shapes)}: ${variant.description}`);
  }
  const { items, additionalProperties, properties } = schema;
  if (items?.description && !shapeOf(items, shapes)) facts.push(`Each: ${items.description}`);
  if (schema.default !== undefined) facts.push(`Default: ${code(JSON.stringify(schema.default))}`);
  if (properties && additionalProperties === true) facts.push('Other members are allowed');
  return facts
    .filter((fact) => fact !== undefined)
    .map(sentence)
    .join(' ');
}

/** The rows of what a value contains, and of what that contains. What has a section of its own is not repeated. */
function contents(schema: JsonSchema, path: string, shapes: Shapes): Row[] {
  const required = new Set(schema.required ?? []);
  const rows: Row[] = [];
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    rows.push(...field(child, path === '' ? name : `${path}.${name}`, required.has(name), shapes));
  }
  if (isSchema(schema.additionalProperties)) {
    rows.push(...inside(schema.additionalProperties, path === '' ? '<name>' : `${path}.<name>`, shapes));
  }
  if (isSchema(schema.items)) rows.push(...inside(schema.items, `${path}[]`, shapes));
  for (const variant of variantsOf(schema)) rows.push(...inside(variant, path, shapes));
  return rows;
}

const inside = (schema: JsonSchema, path: string, shapes: Shapes): Row[] =>
  shapeOf(schema, shapes) ? [] : contents(schema, path, shapes);

function field(schema: JsonSchema, path: string, isRequired: boolean, shapes: Shapes): Row[] {
  return [
    [code(path), phrase(schema, shapes), isRequired ? 'yes' : 'no', descriptionOf(schema, shapes)],
    ...inside(schema, path, shapes),
  ];
}

/** A table of the members of an object, or of what an array contains; nothing if there are none. */
export function fieldTable(schema: JsonSchema, shapes: Shapes): string[] {
  const rows = contents(schema, '', shapes);
  return rows.length > 0 ? table(['field', 'type', 'required', 'description'], rows) : [];
}

import type { JsonSchema } from '../load.js';
import { code, link } from './markdown.js';
import { type Shape, variantsOf } from './shapes.js';

export type Shapes = ReadonlyMap<string, Shape>;

export const shapeHeading = (title: string): string => `Shape: ${title}`;

/** The shape that a schema is, if it is described in a section of its own. */
export const shapeOf = ({ title, properties }: JsonSchema, shapes: Shapes): Shape | undefined =>
  title !== undefined && properties ? shapes.get(title) : undefined;

function number(value: unknown): string {
  if (value === Number.MAX_SAFE_INTEGER) return '2^53 − 1';
  return value === Number.MIN_SAFE_INTEGER ? '−(2^53 − 1)' : String(value);
}

/** `1–64 characters`; undefined if the size has no bounds. */
function size(least: unknown, most: unknown, unit: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  if (most === undefined) return `at least ${least} ${unit}`;
  if (least === undefined || least === 0) return `at most ${most} ${unit}`;
  return least === most ? `${least} ${unit}` : `${least}–${most} ${unit}`;
}

function range({ minimum, maximum, exclusiveMinimum }: JsonSchema): string[] {
  if (minimum !== undefined && maximum !== undefined) return [`${number(minimum)} to ${number(maximum)}`];
  return [
    minimum === undefined ? '' : `≥ ${number(minimum)}`,
    exclusiveMinimum === undefined ? '' : `> ${number(exclusiveMinimum)}`,
    maximum === undefined ? '' : `≤ ${number(maximum)}`,
  ].filter(Boolean);
}

function text({ minLength, maxLength, pattern, format }: JsonSchema): string {
  if (maxLength === 0) return 'empty string';
  const length = size(minLength, maxLength, 'characters');
  const matching = pattern === undefined ? '' : ` that matches ${code(pattern)}`;
  const kind = format === undefined ? '' : ` of the format ${code(String(format))}`;
  return `string${kind}${length ? `, ${length}` : ''}${matching}`;
}

function list(schema: JsonSchema, shapes: Shapes): string {
  const length = size(schema.minItems, schema.maxItems, 'items');
  const items = schema.items ? phrase(schema.items, shapes) : 'any JSON value';
  return `array${length ? ` of ${length}` : ''}, each: ${items}`;
}

function kindPhrase(kind: string, schema: JsonSchema, shapes: Shapes): string {
  if (kind === 'string') return text(schema);
  if (kind === 'array') return list(schema, shapes);
  if (kind === 'integer' || kind === 'number') return [kind, ...range(schema)].join(', ');
  if (kind !== 'object') return kind;
  const entries = schema.additionalProperties;
  return typeof entries === 'object' && entries !== null
    ? `object, each value: ${phrase(entries as JsonSchema, shapes)}`
    : 'object';
}

/** A schema's type with all of its bounds, in words. */
export function phrase(schema: JsonSchema, shapes: Shapes): string {
  const shape = shapeOf(schema, shapes);
  if (shape) return link(shapeHeading(shape.title), shape.title);
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((value) => code(JSON.stringify(value))).join(', ');
  const variants = variantsOf(schema);
  if (variants.length > 0) return variants.map((variant) => variantPhrase(variant, shapes)).join('; or ');
  const kinds = [schema.type ?? []].flat();
  if (kinds.length === 0) return 'any JSON value';
  return kinds.map((kind) => kindPhrase(kind, schema, shapes)).join(' or ');
}

function variantPhrase(schema: JsonSchema, shapes: Shapes): string {
  const named = schema.title !== undefined && !shapeOf(schema, shapes);
  return `${phrase(schema, shapes)}${named ? ` (${schema.title})` : ''}`;
}

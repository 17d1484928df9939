import fc, { type Arbitrary } from 'fast-check';
import { formats } from '../../schemas/formats.js';
import type { JsonSchema } from '../../schemas/generators/load.js';

/** Days, and times with an offset. */
const lectureDate = fc
  .date({ min: new Date(0), noInvalidDate: true, max: new Date('9999-12-31') })
  .map((date) => date.toISOString())
  .chain((moment) => fc.constantFrom(moment, moment.slice(0, 10), moment.replace('Z', '+09:00')));

/** Text of any characters that its format allows. Its length is counted in code points, as in a schema. */
function text(schema: JsonSchema): Arbitrary<string> {
  const minLength = Number(schema.minLength ?? 0);
  const maxLength = Number(schema.maxLength ?? 100);
  const fits = (value: string) => [...value].length >= minLength && [...value].length <= maxLength;
  if (schema.pattern) {
    return fc.stringMatching(new RegExp(String(schema.pattern), 'u')).filter(fits);
  }
  const format = formats[String(schema.format)];
  if (schema.format === 'lecture-date') return lectureDate;
  if (format) {
    const unit = fc.constantFrom(
      'a',
      'Z',
      'é',
      '한',
      '1',
      '-',
      ' ',
      '👩‍🏫',
      '"',
      '\\',
      '{',
      '}',
      ':',
      ',',
      '<',
    );
    return fc
      .string({ unit, minLength, maxLength: Math.min(maxLength, 200) })
      .filter((value) => fits(value) && format.validate(value));
  }
  const character = fc.oneof(
    { weight: 8, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
    },
    { weight: 1, arbitrary: fc.constantFrom('"', '\\', '\0', '\u2028', '{', '}', ':', ',') },
  );
  return fc.oneof(
    {
      weight: 9,
      // Two lone surrogates might join into one character.
      arbitrary: fc.string({ unit: character, minLength, maxLength: Math.min(maxLength, 200) }).filter(fits),
    },
    { weight: 1, arbitrary: fc.constantFrom('x', '한', '\n').map((one) => one.repeat(maxLength)) },
  );
}

function object(schema: JsonSchema): Arbitrary<unknown> {
  const members = Object.entries(schema.properties ?? {});
  const arbitraries: Record<string, Arbitrary<unknown>> = Object.fromEntries(
    members.map(([name, child]) => [name, arbitraryOf(child)]),
  );
  return fc.record(arbitraries, { requiredKeys: schema.required ?? [], noNullPrototype: true });
}

function ofType(schema: JsonSchema, type: string): Arbitrary<unknown> {
  const { exclusiveMinimum } = schema;
  const min = Number(exclusiveMinimum ?? schema.minimum ?? -1e15);
  const max = Number(schema.maximum ?? 1e15);
  switch (type) {
    case 'string':
      return text(schema);
    case 'integer':
      return fc.integer({ min: Math.max(min, Number.MIN_SAFE_INTEGER), max }).map((value) => value + 0);
    case 'number':
      return fc
        .double({
          min,
          max,
          minExcluded: exclusiveMinimum !== undefined,
          noNaN: true,
          noDefaultInfinity: true,
        })
        .map((value) => value + 0);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.min(Number(schema.maxItems ?? 10), 10),
      });
    case 'object':
      return object(schema);
    default:
      throw new Error(`no arbitrary for the type ${type}`);
  }
}

/** Values that match a schema of the kind that the messages use. */
export function arbitraryOf(schema: JsonSchema): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf as JsonSchema[] | undefined;
  if (choices) return fc.oneof(...choices.map(arbitraryOf));
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return anyJson;
  return fc.oneof(...types.map((type) => ofType(schema, type)));
}

/** Any JSON value of moderate size. Negative zero is left out, as JSON does not preserve it. */
export const anyJson: Arbitrary<unknown> = fc
  .jsonValue({ maxDepth: 5, noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value)));

import type { Example, JsonSchema } from '../load.js';
import { exampleLines, matches, telling } from './examples.js';
import { descriptionOf, fieldTable } from './field-table.js';
import { sentence } from './markdown.js';
import { variantsOf } from './shapes.js';
import { phrase, type Shapes, shapeOf } from './type-phrase.js';

interface Payload {
  /** What stands before it, such as `From a client`. */
  heading: string;
  data: JsonSchema | undefined;
  optional?: boolean;
  examples: readonly Example[];
  /** The envelope around an example. */
  envelope(example: Example): object;
}

/** The forms that a payload can have: its alternatives, and an object apart from the text that can stand for it. */
function forms(schema: JsonSchema): JsonSchema[] {
  const variants = variantsOf(schema);
  if (variants.length > 0) return variants.flatMap(forms);
  const { tsType: _, ...rest } = schema;
  const kinds = [schema.type ?? []].flat();
  if (kinds.length < 2 || !kinds.includes('object')) return [schema];
  const { minLength, maxLength, ...object } = rest;
  const others = kinds.filter((kind) => kind !== 'object');
  return [
    { ...object, type: 'object' },
    { type: others, ...(minLength !== undefined && { minLength }), maxLength },
  ];
}

function formLines(form: JsonSchema, lead: string, shapes: Shapes, isPart: boolean): string[] {
  const isShape = shapeOf(form, shapes) !== undefined;
  const name = isPart && form.title !== undefined && !isShape ? ` ${form.title},` : '';
  const words = `${lead}${name} ${phrase(form, shapes)}. ${descriptionOf(form, shapes)}`;
  return [words.trimEnd(), '', ...(isShape ? [] : fieldTable(form, shapes))];
}

/** What `data` can be in one direction: each form with its fields and an example. */
export function payloadLines(payload: Payload, shapes: Shapes): string[] {
  const { heading, data, optional, examples, envelope } = payload;
  const show = (fitting: readonly Example[]): string[] => {
    const example = telling(fitting);
    return example ? exampleLines(envelope(example)) : [];
  };
  if (!data) return [`**${heading}**: no \`data\`.`, '', ...show(examples)];
  const all = forms(data);
  const absent = optional ? ' `data` can be absent.' : '';
  const [only] = all;
  if (all.length === 1 && only) {
    const [lead = '', ...rest] = formLines(only, `**${heading}**:`, shapes, false);
    return [`${lead}${absent}`, ...rest, ...show(examples)];
  }
  const intro = data.description ? ` ${sentence(data.description)}` : '';
  return [
    `**${heading}**: one of ${all.length} forms.${intro}${absent}`,
    '',
    ...all.flatMap((form, index) => [
      ...formLines(form, `*Form ${index + 1}*:`, shapes, true),
      // A shape has an example in its own section.
      ...(shapeOf(form, shapes) ? [] : show(examples.filter((example) => matches(form, example.data)))),
    ]),
  ];
}

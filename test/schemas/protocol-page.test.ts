import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { formsOf, type Place, readSections, type Section } from './protocol-sections.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Schema {
  [keyword: string]: unknown;
  $ref?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  items?: Schema;
}

interface Side {
  data?: Schema;
  receivers?: string[];
  rate?: string;
  max_data_bytes?: number;
  max_message_bytes?: number;
  valid: { data?: unknown }[];
}

interface Message {
  description: string;
  delivery: string;
  reply?: string;
  errors: string[];
  client?: Side;
  server?: Side | 'same';
}

interface Family {
  namespace: string | string[];
  refusals?: 'status' | 'outcome';
  messages: Record<string, Message>;
}

const files = new Map<string, unknown>();

function fileAt<T>(path: string): T {
  if (!files.has(path)) files.set(path, JSON.parse(readFileSync(path, 'utf8')));
  return files.get(path) as T;
}

/** A schema in its file, to which its references are relative. */
interface Located {
  schema: Schema;
  file: string;
}

/** Follows references. Members beside a reference take precedence over the referenced schema. */
function resolved({ schema, file }: Located): Located {
  if (schema.$ref === undefined) return { schema, file };
  const { $ref, ...beside } = schema;
  const [path = '', pointer = ''] = $ref.split('#');
  const target = path === '' ? file : join(dirname(file), path);
  const found = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], fileAt(target));
  const there = resolved({ schema: found as Schema, file: target });
  return { schema: { ...there.schema, ...beside }, file: there.file };
}

const errorCodes = Object.keys(fileAt<{ codes: object }>(join(root, 'schemas/errors.json')).codes);
const sections = readSections(readFileSync(join(root, 'docs/protocol.md'), 'utf8'));

const safeInteger = Number.MAX_SAFE_INTEGER;
const wordFor = (value: unknown): string => (value === safeInteger ? '2^53 − 1' : String(value));

/** The facts that the page must state about a value, whatever contains it. */
function factsOf(schema: Schema): string[] {
  const facts: string[] = [];
  const enumeration = schema['x-enum'] === 'errors' ? errorCodes : ((schema.enum as unknown[]) ?? []);
  for (const value of [...enumeration, ...('const' in schema ? [schema.const] : [])]) {
    facts.push(JSON.stringify(value));
  }
  for (const keyword of ['minimum', 'maximum', 'exclusiveMinimum', 'minItems', 'maxItems', 'maxLength']) {
    if (schema[keyword] === 0 && keyword === 'maxLength') facts.push('empty');
    else if (schema[keyword] !== undefined && schema[keyword] !== -safeInteger)
      facts.push(wordFor(schema[keyword]));
  }
  if (schema.minLength) facts.push(String(schema.minLength));
  if (schema.default !== undefined) facts.push(`Default: \`${JSON.stringify(schema.default)}\``);
  if (schema.pattern) facts.push(schema.pattern as string);
  if (schema.description) facts.push(schema.description as string);
  if (schema.additionalProperties === true && schema.properties) facts.push('Other members are allowed');
  const types = [schema.type ?? []].flat() as string[];
  return [...facts, ...types.filter((type) => type !== 'object' && type !== 'string')];
}

/** Tells whether a text contains a fact as a whole: no 4 in 64. */
function has(text: string, fact: string): boolean {
  const at = [...text.matchAll(new RegExp(fact.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))];
  const isDigit = (character: string | undefined): boolean => /^[\d.]$/.test(character ?? '');
  if (!/^\d+$/.test(fact)) return at.length > 0;
  return at.some(({ index }) => !isDigit(text[index - 1]) && !/^\d$/.test(text[index + fact.length] ?? ''));
}

/** Records what a place on the page lacks of a schema, and continues with the schemas that it contains. */
class Comparison {
  readonly missing: string[] = [];

  /**
   * @param where the text about the value itself: a row of a table, or the whole place
   * @param path of the value in the tables of that place
   */
  value(located: Located, place: Place, where: string, path: string): void {
    const { schema, file } = resolved(located);
    const link = /\(#(shape-[\w-]+)\)/.exec(path === '' ? place.lead : where)?.[1];
    const shape = link !== undefined && schema.properties ? sections.get(link)?.whole : undefined;
    if (link !== undefined && schema.properties && !shape) this.missing.push(`no section ${link}`);
    for (const fact of factsOf(schema)) {
      if (!has(where, fact) && !(shape && has(shape.text, fact)))
        this.missing.push(`${path || 'data'}: ${fact}`);
    }
    this.contents({ schema, file }, shape ?? place, where, shape ? '' : path);
  }

  private contents({ schema, file }: Located, place: Place, where: string, path: string): void {
    for (const [name, child] of Object.entries(schema.properties ?? {})) {
      const at = path === '' ? name : `${path}.${name}`;
      const rows = place.rows.filter(({ field }) => field === at);
      const required = schema.required?.includes(name) ? 'yes' : 'no';
      const row = rows.find((each) => each.required === required);
      if (row) this.value({ schema: child, file }, place, rows.map(({ text }) => text).join(' '), at);
      else this.missing.push(`no field ${at} (required: ${required})`);
    }
    const entries = schema.additionalProperties;
    if (typeof entries === 'object' && entries !== null) {
      this.value(
        { schema: entries as Schema, file },
        place,
        where,
        path === '' ? '<name>' : `${path}.<name>`,
      );
    }
    if (schema.items) this.value({ schema: schema.items, file }, place, where, `${path}[]`);
    for (const variant of schema.anyOf ?? []) this.value({ schema: variant, file }, place, where, path);
  }
}

/** Returns what a part of a section lacks of a payload, or the variant in it that lacks least. */
function lacking(located: Located, part: Place): string[] {
  const { schema, file } = resolved(located);
  if (schema.anyOf) return schema.anyOf.flatMap((variant) => lacking({ schema: variant, file }, part));
  const all = formsOf(part).map((form) => {
    const comparison = new Comparison();
    comparison.value(located, form, form.text, '');
    return comparison.missing;
  });
  return all.reduce((least, each) => (each.length < least.length ? each : least));
}

function compare(t: Test, located: Located, place: Place | undefined, side: Side, what: string): void {
  if (!place) {
    t.fail(`${what} has no part of its section`);
    return;
  }
  t.same(lacking(located, place), [], `${what} is described`);
  const examples = place.examples.map((text) => (JSON.parse(text) as { data?: unknown }).data);
  const isShape = /^.*\(#shape-[\w-]+\)/.test(place.lead);
  t.ok(isShape || examples.length > 0, `${what} has an example`);
  for (const example of examples) {
    t.ok(
      side.valid.some(({ data }) => JSON.stringify(data) === JSON.stringify(example)),
      `${what}: the example is one of the schema's`,
    );
  }
}

function checkMessage(t: Test, section: Section, family: Family, message: Message, file: string): void {
  const { whole } = section;
  const { client, server } = message;
  const facts = [message.description, message.delivery, ...message.errors.map((code) => `\`${code}\``)];
  if (client?.rate) facts.push(`Rate class: [${client.rate}]`);
  if (message.reply) facts.push(`[\`${message.reply}\`]`);
  for (const side of [client, server]) {
    if (typeof side !== 'object') continue;
    for (const bytes of [side.max_data_bytes, side.max_message_bytes]) {
      if (bytes !== undefined) facts.push(`${bytes} bytes`);
    }
  }
  const receivers: Record<string, string> = { server: '`server`', room: 'a room', client: 'another client' };
  for (const receiver of client?.receivers ?? []) facts.push(receivers[receiver] ?? '`/');
  for (const fact of facts) t.ok(has(whole.text, fact), `says ${fact}`);
  if (client?.data) {
    const place = section.parts.get(typeof server === 'object' ? 'From a client' : 'Data');
    compare(t, { schema: client.data, file }, place, client, 'data from a client');
  }
  if (typeof server === 'object' && server.data) {
    const place = section.parts.get(client ? 'From the server' : 'Data');
    compare(t, { schema: server.data, file }, place, server, 'data from the server');
    if (client && family.refusals) {
      const shape = family.refusals === 'status' ? '#shape-refused' : '#shape-denied';
      t.ok(place?.text.includes(shape), 'says how it is refused');
    }
  }
}

const folder = join(root, 'schemas/messages');
for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
  t.test(`the protocol page describes ${name} completely`, async (t) => {
    const file = join(folder, name);
    const family = fileAt<Family>(file);
    for (const namespace of [family.namespace].flat()) {
      for (const [type, message] of Object.entries(family.messages)) {
        const key = namespace === '' ? type : `${namespace} ${type}`;
        await t.test(key, async (t) => {
          const section = [...sections.values()].find(({ keys }) => keys.includes(key));
          if (section) checkMessage(t, section, family, message, file);
          else t.fail('the message has a section');
        });
      }
    }
  });
}

t.test('the envelope is described', async (t) => {
  const file = join(root, 'schemas/envelope.json');
  const comparison = new Comparison();
  const { description: _, ...schema } = fileAt<Schema>(file);
  const place = sections.get('envelope')?.whole;
  t.ok(place);
  if (place) comparison.value({ schema: schema as Schema, file }, place, place.text, '');
  t.same(comparison.missing, []);
});

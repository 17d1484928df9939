import { checkSync } from 'recheck';
import {
  type Family,
  type JsonSchema,
  keyOf,
  type Message,
  type Side,
  type Sources,
} from './generators/load.js';
import { newAjv } from './generators/validators.js';

type Report = (complaint: string) => void;

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const inner = {
  one: [
    'items',
    'additionalItems',
    'additionalProperties',
    'contains',
    'propertyNames',
    'not',
    'if',
    'then',
    'else',
  ],
  list: ['items', 'anyOf', 'oneOf', 'allOf'],
  named: ['properties', 'patternProperties', 'dependencies'],
};

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function children(schema: JsonSchema): [string, JsonSchema][] {
  const found: [string, unknown][] = [
    ...inner.one.map((keyword): [string, unknown] => [keyword, schema[keyword]]),
    ...inner.list.flatMap((keyword) => {
      const list = schema[keyword];
      return Array.isArray(list) ? list.map((child, i): [string, unknown] => [`${keyword}/${i}`, child]) : [];
    }),
    ...inner.named.flatMap((keyword) =>
      Object.entries(schema[keyword] ?? {}).map(([name, child]): [string, unknown] => [
        `${keyword}/${name}`,
        child,
      ]),
    ),
  ];
  return found.filter((pair): pair is [string, JsonSchema] => isSchema(pair[1]));
}

const scalars = ['string', 'number', 'integer', 'boolean', 'null'];

const verdicts = new Map<string, boolean>();

/** Whether a pattern takes a time that grows with its text no faster than the text. */
function isLinear(pattern: string): boolean {
  let verdict = verdicts.get(pattern);
  if (verdict === undefined) {
    // ajv compiles patterns with the flag `u`.
    verdict = checkSync(pattern, 'u').status === 'safe';
    verdicts.set(pattern, verdict);
  }
  return verdict;
}

/** What makes the validation of a schema slow, or what it lets through without bounds. */
function lintSchema(schema: JsonSchema, path: string, bounded: boolean, report: Report): void {
  const complain = (text: string): void => report(`${path}: ${text}`);
  const types = [schema.type ?? []].flat();
  const closed = schema.enum !== undefined || schema.const !== undefined;
  // A table that the generators fill in is an enum.
  const open = !closed && schema['x-enum'] === undefined;
  const composed = ['anyOf', 'oneOf', 'allOf'].some((keyword) => schema[keyword] !== undefined);
  if (types.length === 0 && open && !composed && !bounded) complain('no type, so that it takes anything');
  if (types.includes('string') && open && schema.maxLength === undefined)
    complain('string without maxLength');
  if (types.includes('array') && open && schema.maxItems === undefined) complain('array without maxItems');
  if (types.includes('array') && open && schema.items === undefined) complain('array without items');
  if (types.includes('object') && open && schema.additionalProperties === undefined) {
    complain('object without additionalProperties');
  }
  if (schema.uniqueItems === true) {
    const items = schema.items;
    const itemTypes = isSchema(items) ? [items.type ?? []].flat() : [];
    if (itemTypes.length === 0 || itemTypes.some((type) => !scalars.includes(type))) {
      complain('uniqueItems over what is not plain compares each item with each');
    }
  }
  if (schema.allErrors !== undefined) complain('allErrors lets one message make thousands of errors');
  const patterns = [schema.pattern ?? [], Object.keys(schema.patternProperties ?? {})].flat() as string[];
  for (const pattern of patterns) {
    if (!isLinear(pattern)) complain(`pattern ${pattern} can backtrack`);
  }
  for (const [keyword, child] of children(schema)) lintSchema(child, `${path}/${keyword}`, bounded, report);
}

/** Words of a schema that takes any value. */
const PLAIN = ['title', 'description', 'tsType'];

function lintSide(side: Side, path: string, bounded: boolean, report: Report): void {
  if (side.data) lintSchema(side.data, `${path} data`, bounded, report);
  if (!side.valid?.length) report(`${path}: no valid example`);
  // What may be anything at all has none.
  const refuses = Object.keys(side.data ?? {}).some((word) => !PLAIN.includes(word));
  if (refuses && !side.invalid?.length) report(`${path}: no invalid example`);
}

function lintMessage(sources: Sources, family: Family, type: string, message: Message, report: Report): void {
  const key = keyOf(family, type);
  const complain = (text: string): void => report(`${key}: ${text}`);
  if (message.title !== type) complain('the title is not the type');
  if (!message.description) complain('no description');
  if (!['durable', 'signal', 'volatile'].includes(message.delivery)) complain('no delivery class');
  if (!message.client && !message.server) complain('nobody sends it');
  if (message.server === 'same' && !message.client) complain('the same as what no client sends');
  if (message.server === 'same' && family.unknown_members === 'dropped')
    complain('unknown members would be relayed');
  if (!Array.isArray(message.errors)) complain('no list of errors');
  else {
    for (const code of message.errors) {
      if (!(code in sources.errors.codes)) complain(`unknown error code ${code}`);
    }
  }
  if (message.reply !== undefined) {
    const answers = sources.families.some(
      ({ namespace, messages }) => namespace === family.namespace && messages[message.reply ?? '']?.server,
    );
    if (!answers) complain(`the reply ${message.reply} is not a message of the server`);
  }
  // A bound on the whole payload stands in for one on each of its parts.
  const bounded = (side: Side): boolean => side.max_data_bytes !== undefined;
  if (message.client) {
    if (!message.client.receivers?.length) complain('no receivers');
    if (!message.client.rate) complain('no rate class');
    lintSide(message.client, `${key} from a client`, bounded(message.client), report);
  }
  if (typeof message.server === 'object') {
    lintSide(message.server, `${key} from the server`, bounded(message.server), report);
  }
}

function lintTables(sources: Sources, report: Report): void {
  for (const [code, { meaning, retry }] of Object.entries(sources.errors.codes)) {
    if (!meaning || typeof retry !== 'boolean')
      report(`error code ${code}: no meaning, or not whether to retry`);
  }
  const seen = new Set<number>();
  for (const [name, { code, reconnect, meaning }] of Object.entries(sources.closes.codes)) {
    if (!meaning) report(`close code ${name}: no meaning`);
    if (seen.has(code)) report(`close code ${name}: ${code} has another meaning already`);
    seen.add(code);
    if (code >= 4000 && reconnect !== code < 4500) {
      report(`close code ${name}: 4000 to 4499 say reconnect, 4500 to 4999 do not`);
    }
  }
}

/**
 * Says what is wrong with the schemas beyond what JSON Schema itself asks: what would make validation slow or errors
 * huge, and what a message is missing. Gives one line for each fault, none where all is well.
 * @param options of the ajv that compiles them
 */
export function lint(sources: Sources, options: { allErrors?: boolean } = newAjv().opts): string[] {
  const faults: string[] = [];
  const report: Report = (complaint) => faults.push(complaint);
  if (options.allErrors) report('ajv: allErrors lets one message make thousands of errors');
  lintTables(sources, report);
  lintSchema(
    { ...sources.envelope, properties: envelopeMembers(sources.envelope) },
    'envelope',
    false,
    report,
  );
  lintSchema(sources.config, 'config', false, report);
  for (const [name, schema] of Object.entries(sources.tokens)) lintSchema(schema, name, false, report);
  // The body of a request is bounded as a whole.
  for (const [name, schema] of Object.entries(sources.http)) lintSchema(schema, name, true, report);
  for (const [name, schema] of Object.entries(sources.webhooks)) lintSchema(schema, name, false, report);
  for (const [name, option] of Object.entries(sources.config.properties ?? {})) {
    if (!option.description || option.default === undefined)
      report(`config/${name}: no description or no default`);
  }
  const keys = new Set<string>();
  for (const family of sources.families) {
    for (const [type, message] of Object.entries(family.messages)) {
      const key = keyOf(family, type);
      if (keys.has(key)) report(`${key}: two families have it`);
      keys.add(key);
      lintMessage(sources, family, type, message, report);
    }
  }
  return faults;
}

/** The envelope's members but `data`, which the type's own schema bounds. */
function envelopeMembers(envelope: JsonSchema): Record<string, JsonSchema> {
  const { data: _, ...members } = envelope.properties ?? {};
  return members;
}

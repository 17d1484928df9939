import { readFileSync } from 'node:fs';
import type { Fault, Validate } from 'lectern-protocol/client-messages';
import { type OptionRow, type Options, optionTable } from 'lectern-protocol/options';
import { options as generatedValidator } from 'lectern-protocol/options-validator';
import { OptionsError } from './options-error.js';
import { fileVariableOf, secretFrom } from './secret-files.js';

export { type Options, OptionsError };

/** The sources of options. */
export interface OptionSources {
  /** Flags by option name: a string, `true` or `false` for a switch, or a list if a flag was repeated. */
  flags?: Readonly<Record<string, unknown>>;
  /** Environment variables. Those that do not start with `LECTERN_` are ignored. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Path of a JSON file. Defaults to `LECTERN_CONFIG`. */
  file?: string | undefined;
}

/** The values from one source, and the names that options have in this source. */
interface Layer {
  values: Record<string, unknown>;
  called: (row: OptionRow) => string;
}

const prefix = 'LECTERN_';
const configVariable = 'LECTERN_CONFIG';
const validate: Validate = generatedValidator;
const rows = new Map<string, OptionRow>(optionTable.map((row) => [row.name, row]));
const byVariable = new Map(
  optionTable.flatMap((row): [string, OptionRow][] => [
    [row.env, row],
    ...(row.secret ? [[fileVariableOf(row.env), row] as [string, OptionRow]] : []),
  ]),
);

/**
 * Combines all sources of options. Flags take precedence over the environment, the environment over the file, and the
 * file over the defaults. Values are also checked if another source overrides them.
 * @throws OptionsError if an option is unknown or invalid
 */
export function resolveOptions({ flags = {}, env = {}, file }: OptionSources): Options {
  const path = file ?? env[configVariable];
  const layers = [flagLayer(flags), environmentLayer(env)];
  if (path) layers.push(fileLayer(path));
  layers.forEach(check);
  return combine(layers);
}

/**
 * Checks options that a program passes, and adds the defaults. `undefined` means the default.
 * @throws OptionsError if an option is unknown or invalid
 */
export function checkOptions(partial: Partial<Options> = {}): Options {
  const given = Object.entries(partial).filter(([, value]) => value !== undefined);
  for (const [name] of given) if (!rows.has(name)) throw unknown(name, name, rows.keys());
  const layer = { values: Object.fromEntries(given), called: (row: OptionRow) => row.name };
  check(layer);
  return combine([layer]);
}

/** Options that need another option. */
const companions = [
  { option: 'turnUrls', needs: 'turnSecret', why: 'the static-auth-secret of coturn' },
  { option: 'webhookUrl', needs: 'webhookSecret', why: 'which signs the requests' },
  { option: 'janus', needs: 'janusAdminKey', why: 'the admin_key of janus.plugin.videoroom.jcfg' },
  { option: 'janusAdmin', needs: 'janus', why: 'whose admin API it is' },
  { option: 'recordings', needs: 'janus', why: 'which records' },
  { option: 'cert', needs: 'key', why: 'the private key file' },
  { option: 'key', needs: 'cert', why: 'the certificate file' },
  {
    option: 'nodes',
    needs: 'redis',
    why: 'which the nodes share, such as redis://host:6379',
  },
  {
    option: 'redis',
    needs: 'database',
    why: 'because nodes must share persistent data, such as postgres://user:password@host/lectern',
  },
] as const satisfies { option: keyof Options; needs: keyof Options; why: string }[];

/** Returns whether an option has an effect: a text or list that is not empty, or a number greater than 1. */
const isUsed = (value: string | string[] | number): boolean =>
  typeof value === 'number' ? value > 1 : value.length > 0;

/** Merges the layers with the defaults. Earlier layers take precedence. */
function combine(layers: Layer[]): Options {
  const defaults = Object.fromEntries(optionTable.map((row) => [row.name, row.default]));
  const values = layers.map((layer) => layer.values).reverse();
  const options: Options = structuredClone(Object.assign(defaults, ...values));
  for (const { option, needs, why } of companions) {
    if (!isUsed(options[option]) || isUsed(options[needs])) continue;
    const row = rows.get(option);
    const layer = layers.find((each) => each.values[option] !== undefined);
    const called = row && layer?.called(row);
    throw new OptionsError(`${called}: also needs ${needs} (${rows.get(needs)?.env}), ${why}`);
  }
  const { janus, janusAdmin } = options;
  if (janusAdmin.length > 0 && janusAdmin.length !== janus.length)
    throw new OptionsError(
      `janusAdmin has ${janusAdmin.length} URLs and janus has ${janus.length}: give one admin API for each`,
    );
  return options;
}

function flagLayer(flags: Readonly<Record<string, unknown>>): Layer {
  const values: Record<string, unknown> = {};
  for (const [name, written] of Object.entries(flags)) {
    if (written === undefined) continue;
    const row = rows.get(name);
    if (!row) throw unknown(name, name, rows.keys());
    values[name] = parse(row, row.flag, written);
  }
  return { values, called: (row) => row.flag };
}

function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  const values: Record<string, unknown> = {};
  const variables = new Map<OptionRow, string>();
  for (const [variable, written] of Object.entries(env)) {
    if (!variable.startsWith(prefix) || variable === configVariable || written === undefined) continue;
    const row = byVariable.get(variable);
    if (!row) throw unknown(variable, variable, [...byVariable.keys(), configVariable]);
    values[row.name] = parse(row, variable, row.secret ? secretFrom(env, row.env) : written);
    variables.set(row, variable);
  }
  return { values, called: (row) => variables.get(row) ?? row.env };
}

function fileLayer(path: string): Layer {
  const values = readObject(path);
  const member = (name: string): string => `${path}, "${name}"`;
  for (const name of Object.keys(values)) if (!rows.has(name)) throw unknown(name, member(name), rows.keys());
  return { values, called: (row) => member(row.name) };
}

function readObject(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OptionsError(
      `${path}: could not read the options file: ${code === 'ENOENT' ? 'file not found' : code}`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which can contain a secret.
    throw new OptionsError(`${path}: the options file is not valid JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OptionsError(`${path}: expected a JSON object with one key per option, found ${kind(value)}`);
  return value as Record<string, unknown>;
}

function unknown(name: string, called: string, names: Iterable<string>): OptionsError {
  return new OptionsError(`${called}: unknown option${hint(name, names)}`);
}

function hint(name: string, names: Iterable<string>): string {
  if (/^LECTERN_(SERVICE|PORT_\d+)_/.test(name)) {
    return '; Kubernetes sets it for a Service called lectern, unless the pod sets enableServiceLinks: false';
  }
  const [near] = [...names]
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  return near && near.distance <= Math.max(2, name.length / 4) ? `; did you mean ${near.candidate}?` : '';
}

/** Converts a value from the command line or the environment to the option's type. */
function parse(row: OptionRow, called: string, written: unknown): unknown {
  switch (row.kind) {
    case 'list':
      // Files contain one item in a line.
      return [written]
        .flat()
        .flatMap((text) => String(text).split(/[,\n]/))
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'number': {
      const text = String(written).trim();
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw mismatch(row, called, 'a number', written);
      return Number(text);
    }
    case 'boolean':
      if (written === true || written === 'true') return true;
      if (written === false || written === 'false') return false;
      throw mismatch(row, called, 'true or false', written);
    case 'string':
      return String(written);
  }
}

function check({ values, called }: Layer): void {
  if (validate(values)) return;
  const fault = validate.errors?.[0];
  const [, name = '', index] = fault?.instancePath.split('/') ?? [];
  const row = rows.get(name);
  if (!fault || !row) throw new OptionsError('the options do not match their schema');
  const value = values[name];
  const found = index === undefined || !Array.isArray(value) ? value : value[Number(index)];
  throw mismatch(row, called(row), expectation(row, fault), found);
}

function mismatch(row: OptionRow, called: string, expected: string, found: unknown): OptionsError {
  const unit = row.unit && /number|more|less/.test(expected) ? ` (${row.unit})` : '';
  const shown = row.secret ? 'something else (not shown: it is secret)' : show(found);
  return new OptionsError(`${called}: expected ${expected}${unit}, found ${shown}`);
}

/** Describes the value that the schema requires. */
function expectation(row: OptionRow, fault: Fault): string {
  const limit = String(fault.params.limit);
  switch (fault.keyword) {
    case 'type':
      return typeWords[String(fault.params.type)] ?? String(fault.params.type);
    case 'enum':
      return `one of ${row.choices?.join(', ')}`;
    case 'minimum':
      return `${limit} or more`;
    case 'maximum':
      return `${limit} or less`;
    case 'exclusiveMinimum':
      return `more than ${limit}`;
    case 'minLength':
      return 'some text';
    case 'maxLength':
      return `at most ${limit} characters`;
    case 'maxItems':
      return `at most ${limit} items`;
    case 'pattern': {
      const [minimum] = /at least \d+ characters/.exec(row.description) ?? [];
      if (minimum !== undefined) return `${minimum} (such as the output of \`openssl rand -hex 32\`)`;
      const [, example] = /for example (`[^`]+`)/.exec(row.description) ?? [];
      return `a value ${example === undefined ? 'in another format' : `like ${example}`}`;
    }
    default:
      return fault.message ?? 'another value';
  }
}

const typeWords: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
};

function show(value: unknown): string {
  if (value === '') return 'nothing';
  if (typeof value === 'object') return kind(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function kind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeWords[typeof value] ?? typeof value;
}

/** Returns the Levenshtein distance: the number of letters to add, remove or change to turn one word into the other. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

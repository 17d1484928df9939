import { type AnyFamily, type FamilyRate, keyAt, receiversOf } from 'lectern-protocol';
import { clientMessages, type Validate } from 'lectern-protocol/client-messages';
import { isServerType } from 'lectern-protocol/relayed';
import { OptionsError } from '../options-error.js';
import type { MessageEntry } from './codec.js';
import { explain } from './explain.js';

/** Maximum number of types of all families together, since each has its own series in /metrics. */
export const MAX_FAMILY_TYPES = 200;

const NAMESPACE = /^\/[a-z][a-z0-9-]{0,31}$/;
const TYPE = /^[A-Za-z][\w.:-]{0,63}$/;

const CLASSES: readonly unknown[] = ['signaling', 'chat', 'other'];

const values = {
  delivery: ['durable', 'volatile'],
  from: ['client', 'server'],
} as const;

type Definition = AnyFamily['messages'][string];

/** A message type of a family, with its compiled schemas. */
export interface FamilyType {
  /** Key in the tables: the type, preceded by its namespace if it has one. */
  key: string;
  type: string;
  family: AnyFamily;
  definition: Definition;
  /** Entry in the table of messages of clients; undefined if only the server can send the type. */
  entry: MessageEntry | undefined;
  /** Validates the data that the server sends. */
  validate: Validate;
}

/** The message types that the program which embeds the server has defined. */
export class Families {
  private constructor(readonly types: ReadonlyMap<string, FamilyType>) {}

  /**
   * Checks families and compiles their schemas.
   * @throws OptionsError if a definition or schema is invalid, or a name is in use
   */
  static async open(families: readonly AnyFamily[]): Promise<Families> {
    const types = new Map<string, FamilyType>();
    if (families.length === 0) return new Families(types);
    const compile = await compiler();
    for (const family of families) {
      if (!isObject(family?.messages)) {
        throw new OptionsError('families: a family has no messages; make it by defineFamily({ messages })');
      }
      checkNamespace(family.namespace);
      for (const [type, definition] of Object.entries<Definition>(family.messages)) {
        const key = keyAt(family.namespace, type);
        checkType(key, type, types);
        if (!isObject(definition)) {
          throw new OptionsError(`families: ${key}: the definition must be an object with a schema`);
        }
        checkDefinition(key, definition, family.namespace);
        const received = compile(key, 'schema', definition.schema);
        const validate = definition.reply === undefined ? received : compile(key, 'reply', definition.reply);
        const entry = definition.from === 'server' ? undefined : entryOf(type, family, definition, received);
        types.set(key, { key, type, family, definition, entry, validate });
      }
    }
    if (types.size > MAX_FAMILY_TYPES) {
      throw new OptionsError(`families: at most ${MAX_FAMILY_TYPES} types are allowed, found ${types.size}`);
    }
    return new Families(types);
  }

  /** The types that clients can send, by their keys. */
  get entries(): ReadonlyMap<string, MessageEntry> {
    return new Map([...this.types].flatMap(([key, { entry }]) => (entry ? [[key, entry] as const] : [])));
  }
}

/**
 * Checks data that the server sends with a type of a family, and returns its JSON.
 * @throws the error that `fail` makes of the fault
 */
export function familyJson(
  { key, validate }: FamilyType,
  data: unknown,
  fail: (fault: string, at: { pointer: string; expected: string }) => Error,
): string {
  if (!validate(data)) {
    const at = explain(validate.errors?.[0]);
    throw fail(`data${at.pointer} of ${key} must be ${at.expected}`, at);
  }
  return JSON.stringify(data);
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const isReserved = (key: string): boolean => Object.hasOwn(clientMessages, key) || isServerType(key);

function checkNamespace(namespace: string): void {
  if (namespace === '') return;
  if (!NAMESPACE.test(namespace)) {
    throw new OptionsError(
      `families: namespace '${namespace}' must be '/' and 1 to 32 lower-case letters, digits or '-', for example '/game'`,
    );
  }
  if (Object.keys(clientMessages).some((key) => key.startsWith(`${namespace} `))) {
    throw new OptionsError(`families: namespace '${namespace}' belongs to Lectern; choose another one`);
  }
}

function checkType(key: string, type: string, types: ReadonlyMap<string, FamilyType>): void {
  if (!TYPE.test(type)) {
    throw new OptionsError(
      `families: type '${type}' must start with a letter and contain only up to 64 letters, digits, '_', '.', ':' or '-'`,
    );
  }
  // Also in a namespace: there, a type that the namespace does not define means the same as elsewhere.
  if (isReserved(type)) {
    throw new OptionsError(`families: type '${type}' belongs to Lectern; choose another name for '${key}'`);
  }
  if (types.has(key)) {
    throw new OptionsError(`families: type '${key}' is defined twice; choose another name or a namespace`);
  }
}

function checkDefinition(key: string, definition: Definition, namespace: string): void {
  const fail = (text: string) => new OptionsError(`families: ${key}: ${text}`);
  for (const [name, allowed] of Object.entries(values)) {
    const value = definition[name as keyof typeof values];
    if (value === undefined || (allowed as readonly string[]).includes(value)) continue;
    throw fail(`${name} must be ${allowed.map((each) => `'${each}'`).join(' or ')}, found '${value}'`);
  }
  const { handle, reply, from, rate = 'other' } = definition;
  checkRate(rate, fail);
  if (handle !== undefined && typeof handle !== 'function') throw fail('handle must be a function');
  if (handle && from === 'server') throw fail("clients cannot send it; remove handle, or from: 'server'");
  if (reply !== undefined && !handle) throw fail('a reply needs a handler; add handle, or remove reply');
  const possible = handle
    ? ['server', ...(namespace ? [] : ['room'])]
    : ['room', ...(namespace ? [] : ['client'])];
  for (const receiver of receiversOf(definition)) {
    if (possible.includes(receiver)) continue;
    throw fail(
      `receivers of a type ${handle ? 'with' : 'without'} a handler${namespace && ' in a namespace'} can be ` +
        `'${possible.join("' or '")}', found '${receiver}'`,
    );
  }
}

function checkRate(rate: unknown, fail: (text: string) => OptionsError): void {
  if (CLASSES.includes(rate)) return;
  if (!isObject(rate)) {
    throw fail(
      `rate must be 'signaling' or 'chat' or 'other' or { perSecond, burst }, found ${JSON.stringify(rate)}`,
    );
  }
  const { perSecond, burst = 1 } = rate as FamilyRate;
  if (!Number.isFinite(perSecond) || perSecond <= 0) {
    throw fail(`rate.perSecond must be a number greater than 0, found ${perSecond}`);
  }
  if (!Number.isFinite(burst) || burst < 1)
    throw fail(`rate.burst must be a number of at least 1, found ${burst}`);
}

/** Returns the class of messages that a type counts toward, or its own rate. */
function rateOf(key: string, rate: Definition['rate'] = 'other'): Pick<MessageEntry, 'rate' | 'ownRate'> {
  if (typeof rate === 'string') return { rate };
  const { perSecond, burst = Math.max(1, Math.ceil(perSecond)) } = rate;
  return { rate: 'other', ownRate: { key, perSecond, burst } };
}

function entryOf(
  type: string,
  { namespace }: AnyFamily,
  definition: Definition,
  validate: Validate,
): MessageEntry {
  const { handle, reply, rate, delivery = 'durable' } = definition;
  return {
    type,
    family: 'own',
    receivers: namespace ? ['namespace'] : receiversOf(definition),
    ...rateOf(keyAt(namespace, type), rate),
    delivery,
    reply: reply === undefined ? undefined : type,
    keepsReply: reply !== undefined,
    hasInstance: namespace !== '' && !handle,
    jsonText: false,
    dropsUnknown: false,
    optional: false,
    maxDataBytes: undefined,
    maxMessageBytes: undefined,
    refusals: undefined,
    validate,
  };
}

type Compile = (key: string, where: 'schema' | 'reply', schema: unknown) => Validate;

/** Loads the compiler of schemas, which servers without families do not need. */
async function compiler(): Promise<Compile> {
  const [{ Ajv }, { formats }] = await Promise.all([import('ajv'), import('lectern-protocol/formats')]);
  const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, logger: false });
  for (const [name, { validate }] of Object.entries(formats)) ajv.addFormat(name, { validate });
  return (key, where, schema) => {
    if (schema !== true && (typeof schema !== 'object' || schema === null || '$async' in schema)) {
      throw new OptionsError(`families: ${key}: ${where} must be a JSON Schema`);
    }
    try {
      return ajv.compile(schema) as Validate;
    } catch (error) {
      throw new OptionsError(
        `families: ${key}: ${where} is not a valid JSON Schema: ${(error as Error).message}`,
      );
    }
  };
}

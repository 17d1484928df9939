import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import $RefParser from '@apidevtools/json-schema-ref-parser';

/** The checkout: sources are read from it and generated files written to it. */
export const root = new URL('../../../', import.meta.url);

export interface JsonSchema {
  [keyword: string]: unknown;
  title?: string;
  description?: string;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
}

/** A payload as an example: `data` absent stands for a message without one. */
export interface Example {
  data?: unknown;
}

/** What one side may send. */
export interface Side {
  data?: JsonSchema;
  /** The most that `data` may take as JSON, where that is less than a message may. */
  max_data_bytes?: number;
  valid: Example[];
  invalid: Example[];
}

export interface ClientSide extends Side {
  receivers: ('server' | 'room' | 'client' | 'namespace')[];
  rate: 'signaling' | 'chat' | 'other';
  /** `data` may be absent. */
  optional?: boolean;
  /** The most that the whole frame may take, where that is not the option messageBytes. */
  max_message_bytes?: number;
  /** Made by the family's `json_text`: `data` may also come as a string that holds its JSON. */
  json_text?: boolean;
}

export interface Message {
  title: string;
  description: string;
  delivery: 'durable' | 'signal' | 'volatile';
  reply?: string;
  /** A request that is repeated, with its `id`, is answered as it was the first time, and nothing is done again. */
  keeps_reply?: boolean;
  errors: string[];
  client?: ClientSide;
  /** `same`: what a client sends is relayed as it is. */
  server?: Side | 'same';
}

export interface Family {
  family: string;
  title: string;
  description: string;
  /** The address that selects this family's types, empty for the types of rooms and the server. */
  namespace: string;
  /** What follows the namespace in its addresses, where something does: `scheduleUID` in `/programme/<scheduleUID>`. */
  instance?: string;
  /** Older clients send the objects of this family's payloads as strings of their JSON. */
  json_text?: boolean;
  /**
   * How a refused request is answered under its own type, and not by an `error`: `status` by `{message, status}`,
   * `outcome` by `{status: "error", data, code}`.
   */
  refusals?: 'status' | 'outcome';
  /**
   * How the server treats members of `data` that it does not know: by default it refuses the message. The clients
   * of older systems send members that their own servers never looked at, so families of such systems drop them.
   */
  unknown_members?: 'dropped';
  messages: Record<string, Message>;
}

/** A family as its file has it: it may be spoken at several addresses. */
type FamilyFile = Omit<Family, 'namespace'> & { namespace: string | string[] };

export interface ErrorEntry {
  meaning: string;
  /** Whether trying again can help. */
  retry: boolean;
  /** The HTTP status that says the same. */
  status: number;
}

/** A call of the HTTP API. */
export interface ApiCall {
  method: string;
  /** Path below /api, with parameters in braces. */
  path: string;
  /** Name of the call, unique among all calls. */
  id: string;
  /** The scope that a key needs; absent if no key is needed. */
  scope?: string;
  summary: string;
  /** `optional` if the call has another result without a key, `none` if it needs none. Required by default. */
  key?: 'optional' | 'none';
  /** Whether the token of an administrator is accepted instead of a key. */
  admin?: boolean;
  /** Parameters of the query string. A `*` at the end marks a required one. */
  query?: string[];
  /** Name of the body: in http.json, or `tokenRequest`. */
  body?: string;
  /** The status of a successful answer. By default 200. */
  status?: number | number[];
  /** Name of its content in `$defs`; absent if it has none. */
  response?: string;
  errors: string[];
}

/** The HTTP API (http-api.json). */
export interface HttpApi {
  description: string;
  scopes: Record<string, string>;
  parameters: Record<string, JsonSchema>;
  calls: ApiCall[];
  $defs: Record<string, JsonSchema>;
}

export interface Sources {
  families: Family[];
  envelope: JsonSchema;
  /** The shapes that schemas refer to, by name. */
  shared: Record<string, JsonSchema>;
  /** What tokens say and how they are asked for, by name. */
  tokens: Record<string, JsonSchema>;
  /** Bodies of HTTP requests, by name. */
  http: Record<string, JsonSchema>;
  /** Bodies of the requests to webhooks, by name. */
  webhooks: Record<string, JsonSchema>;
  api: HttpApi;
  config: JsonSchema;
  errors: { description: string; codes: Record<string, ErrorEntry> };
  closes: {
    description: string;
    codes: Record<string, { code: number; reconnect: boolean; meaning: string }>;
  };
}

const schemas = new URL('schemas/', root);

async function dereferenced<T>(file: string): Promise<T> {
  return (await $RefParser.dereference(fileURLToPath(new URL(file, schemas)))) as T;
}

const shapes = async (file: string): Promise<Record<string, JsonSchema>> =>
  (await dereferenced<{ $defs: Record<string, JsonSchema> }>(file)).$defs;

/** Returns those schemas that describe events, without the shapes that they refer to. */
const withTypes = (all: Record<string, JsonSchema>): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(all).filter(([, { properties }]) => properties && 'type' in properties));

/** Replaces `x-enum: "errors"` by the codes of the table, so that they are written once. */
function withErrorCodes(value: unknown, codes: string[], seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  const schema = value as JsonSchema;
  if (schema['x-enum'] === 'errors') {
    delete schema['x-enum'];
    schema.enum = codes;
  }
  for (const child of Object.values(schema)) withErrorCodes(child, codes, seen);
}

const refusedExample = { data: { message: 'only the instructor is allowed to do this', status: 403 } };
const deniedExample = {
  data: { status: 'error', data: 'the ticket was used', code: 'ticket-invalid' },
};

/** What the server sends under a type is its good reply, or why it refused. */
function withRefusals(family: FamilyFile, refused: JsonSchema, example: Example): void {
  for (const message of Object.values(family.messages)) {
    const { server } = message;
    if (typeof server !== 'object' || !server.data || !message.client) continue;
    if (server.data.title === refused.title) continue;
    server.data = { anyOf: [server.data, refused] };
    server.valid.push(example);
  }
}

/** `{"$repeat": ["x", 3]}` in an example stands for "xxx", so that long examples stay readable. */
function expanded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expanded);
  if (typeof value !== 'object' || value === null) return value;
  const repeat = (value as { $repeat?: [string, number] }).$repeat;
  if (repeat) return repeat[0].repeat(repeat[1]);
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, expanded(child)]));
}

/** Reads schemas/ with every reference resolved. */
export async function load(): Promise<Sources> {
  const errors: Sources['errors'] = JSON.parse(readFileSync(new URL('errors.json', schemas), 'utf8'));
  const closes: Sources['closes'] = JSON.parse(readFileSync(new URL('closes.json', schemas), 'utf8'));
  const files = readdirSync(new URL('messages/', schemas))
    .filter((file) => file.endsWith('.json'))
    .sort();
  const families = await Promise.all(files.map((file) => dereferenced<FamilyFile>(`messages/${file}`)));
  const api = await dereferenced<HttpApi>('http-api.json');
  withErrorCodes(api, Object.keys(errors.codes));
  const { refused = {} } = await shapes('classroom.json');
  const { denied = {} } = await shapes('common.json');
  for (const family of families) {
    if (family.refusals === 'status') withRefusals(family, refused, refusedExample);
    if (family.refusals === 'outcome') withRefusals(family, denied, deniedExample);
    withErrorCodes(family, Object.keys(errors.codes));
    for (const message of Object.values(family.messages)) {
      if (family.json_text && message.client?.data?.type === 'object') message.client.json_text = true;
      for (const side of [message.client, message.server]) {
        if (typeof side !== 'object') continue;
        side.valid = side.valid.map((example) => expanded(example) as Example);
        side.invalid = side.invalid.map((example) => expanded(example) as Example);
      }
    }
  }
  return {
    families: families.flatMap((family) =>
      [family.namespace].flat().map((namespace) => ({ ...family, namespace })),
    ),
    envelope: await dereferenced('envelope.json'),
    shared: { ...(await shapes('common.json')), ...(await shapes('classroom.json')) },
    tokens: await shapes('token.json'),
    http: await shapes('http.json'),
    webhooks: withTypes(await shapes('webhooks.json')),
    api,
    config: await dereferenced('config.json'),
    errors,
    closes,
  };
}

/** The key of a message in the generated tables: its type, after its namespace where it has one. */
export const keyOf = (family: Family, type: string): string =>
  family.namespace === '' ? type : `${family.namespace} ${type}`;

/** The address at which a family is spoken to, with what follows it as a placeholder. */
export const addressOf = ({ namespace, instance }: Family): string =>
  instance === undefined ? namespace : `${namespace}/<${instance}>`;

/** What the server may send under a type: its own schema, or the client's where it is relayed. */
export const serverSide = (message: Message): Side | undefined =>
  message.server === 'same' ? message.client : message.server;

import { compile } from 'json-schema-to-typescript';
import { type Family, type JsonSchema, keyOf, type Message, type Sources, serverSide } from './load.js';
import { plain, withPlainDescriptions } from './plain.js';
import { oneTypePerTitle } from './titles.js';
import { pascal, validatorFile } from './validators.js';

const quoted = (key: string): string => `'${key}'`;

/** One interface for each payload, and for each direction the union of its messages. */
export async function types(sources: Sources): Promise<string> {
  const payloads: Record<string, JsonSchema> = {};
  const client: string[] = [];
  const server: string[] = [];
  const replies: string[] = [];
  for (const family of sources.families) {
    for (const [type, message] of Object.entries(family.messages)) {
      const key = keyOf(family, type);
      if (message.client?.data) payloads[`client ${key}`] = message.client.data;
      if (typeof message.server === 'object' && message.server.data)
        payloads[`server ${key}`] = message.server.data;
      if (message.client) client.push(entry(key, message, 'Client'));
      if (message.client)
        replies.push(`  ${quoted(key)}: ${quoted(replyOf(family, message) ?? 'accepted')};`);
      if (message.server) server.push(entry(key, message, message.server === 'same' ? 'Client' : 'Server'));
    }
  }
  const compiled = await interfaces('Payloads', payloads, Object.values(sources.shared));
  return `import type { ErrorCode } from './codes.js';

${compiled}
/** What a client may send: the payload's type by message type. \`undefined\` where it may be absent. */
export interface ClientData {
${client.join('\n')}
}

/** What the server may send: the payload's type by message type. */
export interface ServerData {
${server.join('\n')}
}

/** The type that answers a request to the server, by the request's type. */
export interface Reply {
${replies.join('\n')}
}

/** What a granted request is answered with, by the request's type: a refusal is an error, and no answer. */
export type Granted<T extends ClientMessageType> = Omit<Envelope<Reply[T], unknown>, 'data'> & {
  data: Exclude<ServerData[Reply[T]], Refused | Denied>;
};

export type ClientMessageType = keyof ClientData;
export type ServerMessageType = keyof ServerData;

/** A type as it stands on the wire: without its namespace. */
export type WireType<K> = K extends \`\${string} \${infer T}\` ? T : K;

interface Envelope<K, D> {
  type: WireType<K>;
  data: D;
  /** Address of the sending party, put on by the server. */
  sender: string;
  /** Where the message was sent. */
  receiver: string;
  /** Chosen by a client on a request; its reply carries the same. */
  id?: string | number;
  /** Place in the receiver's log, where the message can be replayed. */
  seq?: number;
}

/** A message as a client sends it, for one type or (the default) any. */
export type ClientMessage<T extends ClientMessageType = ClientMessageType> = {
  [K in T]: Omit<Envelope<K, ClientData[K]>, 'sender' | 'seq'>;
}[T];

/** A message as a client receives it, for one type or (the default) any. */
export type ServerMessage<T extends ServerMessageType = ServerMessageType> = {
  [K in T]: Envelope<K, ServerData[K]>;
}[T];
`;
}

/** An interface of that name whose members are of these schemas, and one for each schema in them that has a title. */
export function interfaces(
  title: string,
  members: Record<string, JsonSchema>,
  definitions: JsonSchema[] = [],
): Promise<string> {
  return compile(
    {
      title,
      type: 'object',
      additionalProperties: false,
      required: Object.keys(members),
      properties: oneTypePerTitle(withPlainDescriptions(members), withPlainDescriptions(definitions)),
    } as never,
    title,
    { bannerComment: '', additionalProperties: false, format: false, ignoreMinAndMaxItems: true },
  );
}

/** The key of the type that answers a request. */
const replyOf = (family: Family, { reply }: Message): string | undefined =>
  reply === undefined ? undefined : keyOf(family, reply);

/** What tokens say, and how they are asked for. */
export const tokenTypes = (sources: Sources): Promise<string> => interfaces('Tokens', sources.tokens);

/** The bodies of HTTP requests and of their answers. */
export const httpTypes = ({ http, api, shared }: Sources): Promise<string> =>
  interfaces('Bodies', { ...http, ...api.$defs }, Object.values(shared));

function entry(key: string, message: Message, side: 'Client' | 'Server'): string {
  const has = side === 'Client' ? message.client?.data : (serverSide(message) as { data?: JsonSchema }).data;
  const payload = has ? `Payloads[${quoted(`${side.toLowerCase()} ${key}`)}]` : 'undefined';
  const optional = side === 'Client' && message.client?.optional ? ' | undefined' : '';
  return `  /** ${plain(message.description).replaceAll('*/', '* /')} */\n  ${quoted(key)}: ${payload}${optional};`;
}

/** Error and close codes. */
export function codes(sources: Sources): string {
  const retryable = Object.entries(sources.errors.codes)
    .filter(([, { retry }]) => retry)
    .map(([code]) => JSON.stringify(code))
    .join(', ');
  return `/** ${sources.errors.description} */
export const errors = ${JSON.stringify(sources.errors.codes, null, 2)} as const;

export type ErrorCode = keyof typeof errors;

/** The codes after which the same request can succeed later. */
export const retryableErrors: ReadonlySet<ErrorCode> = new Set([${retryable}]);

/** ${sources.closes.description} */
export const closes = ${JSON.stringify(sources.closes.codes, null, 2)} as const;

export type CloseName = keyof typeof closes;
`;
}

/** What the codec, the router and the limits need to know of each type that a client may send. */
export function table(sources: Sources): string {
  const imports = new Imports();
  const rows: string[] = [];
  for (const family of sources.families) {
    for (const [type, message] of Object.entries(family.messages)) {
      if (!message.client) continue;
      const key = keyOf(family, type);
      const validate = `client${pascal(key)}`;
      if (message.client.data) imports.add(validatorFile('client', family, message), validate);
      const reply = replyOf(family, message);
      // What only clients send has no form of its own to be refused in.
      const refusals = message.server ? family.refusals : undefined;
      rows.push(`  ${quoted(key)}: {
    type: ${quoted(type)},
    family: ${quoted(family.family)},
    receivers: ${JSON.stringify(message.client.receivers)},
    rate: ${quoted(message.client.rate)},
    delivery: ${quoted(message.delivery)},
    reply: ${reply === undefined ? 'undefined' : quoted(reply)},
    keepsReply: ${message.keeps_reply === true},
    hasInstance: ${family.instance !== undefined},
    jsonText: ${message.client.json_text === true},
    dropsUnknown: ${family.unknown_members === 'dropped'},
    optional: ${message.client.optional === true || !message.client.data},
    refusals: ${refusals ? quoted(refusals) : 'undefined'},
    maxMessageBytes: ${message.client.max_message_bytes ?? 'undefined'},
    maxDataBytes: ${message.client.max_data_bytes ?? 'undefined'},
    validate: ${message.client.data ? validate : 'undefined'} as Validate | undefined,
  },`);
    }
  }
  return `import type { Fault, Validate } from '../validate.js';
${imports}

export type { Fault, Validate };

/** Every message that a client may send. */
export const clientMessages = {
${rows.join('\n')}
} as const;
`;
}

/** What full validation needs to know of each type that the server may send. */
export function serverTable(sources: Sources): string {
  const imports = new Imports();
  const rows: string[] = [];
  for (const family of sources.families) {
    for (const [type, message] of Object.entries(family.messages)) {
      if (!message.server) continue;
      const key = keyOf(family, type);
      const relayed = message.server === 'same';
      const validate = `${relayed ? 'client' : 'server'}${pascal(key)}`;
      imports.add(validatorFile('server', family, message), validate);
      rows.push(
        `  ${quoted(key)}: { optional: ${relayed && message.client?.optional === true}, validate: ${validate} },`,
      );
    }
  }
  return `import type { ServerMessageType } from './messages.js';
import type { Validate } from '../validate.js';
${imports}

/** Every message that the server may send: whether its data may be absent, and what checks it. */
export const serverMessages: Record<ServerMessageType, { optional: boolean; validate: Validate }> = {
${rows.join('\n')}
};
`;
}

/** Import lines of validators, by their file. */
class Imports {
  private readonly names = new Map<string, string[]>();

  add(file: string, name: string): void {
    this.names.set(file, [...(this.names.get(file) ?? []), name]);
  }

  toString(): string {
    return [...this.names]
      .map(([file, names]) => `import { ${names.join(', ')} } from './${file}.js';`)
      .join('\n');
  }
}

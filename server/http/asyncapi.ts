import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import type { Families, FamilyType } from '../protocol/families.js';

interface Reference {
  $ref: string;
}

/** The parts of the protocol's AsyncAPI document to which types are added. */
interface Document {
  info: { description: string };
  channels: Record<string, { messages: Record<string, Reference> }>;
  operations: Record<string, { action: 'receive' | 'send'; channel: Reference; messages: Reference[] }>;
  components: { messages: Record<string, unknown> };
}

/** Serves the AsyncAPI document of this server: that of the protocol, with the message types of the program. */
export async function asyncapi(app: FastifyInstance, { families }: { families: Families }): Promise<void> {
  let text: string | undefined;
  app.get('/asyncapi.json', async (_, reply) => {
    text ??= JSON.stringify(await documentOf(families));
    return reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(text);
  });
}

async function documentOf(families: Families): Promise<Document> {
  const path = createRequire(import.meta.url).resolve('lectern-protocol/asyncapi.json');
  const document: Document = JSON.parse(await readFile(path, 'utf8'));
  document.info.description = 'The messages of this server.';
  for (const own of families.types.values()) {
    if (own.entry) add(document, 'receive', own);
    add(document, 'send', own);
  }
  return document;
}

/** Adds a message that the server receives or sends. */
function add(document: Document, action: 'receive' | 'send', own: FamilyType): void {
  const { key, type, definition } = own;
  const name = `${action === 'receive' ? 'client' : 'server'} ${key}`.replace(/[^A-Za-z0-9]+/g, '_');
  const fromServer = action === 'send';
  const schema = fromServer ? (definition.reply ?? definition.schema) : definition.schema;
  document.components.messages[name] = {
    name: type,
    title: key,
    ...(definition.description !== undefined && { summary: definition.description }),
    ...(!fromServer && limitOf(own)),
    contentType: 'application/json',
    payload: {
      type: 'object',
      required: ['type', 'data', ...(fromServer ? ['sender', 'receiver'] : [])],
      properties: {
        sender: { type: 'string' },
        receiver: { type: 'string', ...(!fromServer && receiverOf(own)) },
        type: { const: type },
        data: relocated(schema, `#/components/messages/${name}/payload/properties/data`),
        id: { type: ['string', 'integer'] },
        ...(fromServer && { seq: { type: 'integer', minimum: 1 } }),
      },
    },
  };
  for (const { messages } of Object.values(document.channels)) {
    messages[name] = { $ref: `#/components/messages/${name}` };
  }
  for (const operation of Object.values(document.operations)) {
    if (operation.action !== action) continue;
    operation.messages.push({ $ref: `${operation.channel.$ref}/messages/${name}` });
  }
}

/** Describes how many messages a user can send, for people and, in an extension, for programs. */
function limitOf({ entry }: FamilyType): object {
  if (!entry) return {};
  const { rate, ownRate } = entry;
  if (!ownRate) return { 'x-rate-limit': { class: rate } };
  const { perSecond, burst } = ownRate;
  return {
    description: `A user can send ${perSecond} messages per second, and at most ${burst} at once. The server rejects further messages with \`rate-limited\`.`,
    'x-rate-limit': { per_second: perSecond, burst },
  };
}

/** Describes the addresses to which clients can send a message. */
function receiverOf({ entry, family }: FamilyType): { description: string } {
  const { namespace } = family;
  if (namespace) {
    return { description: entry?.hasInstance ? `${namespace}/<room>` : namespace };
  }
  return { description: `${entry?.receivers.join(' or ')}` };
}

/** Returns a schema whose references to itself are valid in a document that contains it at a place. */
function relocated(schema: unknown, place: string): unknown {
  if (Array.isArray(schema)) return schema.map((each) => relocated(each, place));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) =>
      keyword === '$ref' && typeof value === 'string' && value.startsWith('#')
        ? [keyword, place + value.slice(1)]
        : [keyword, relocated(value, place)],
    ),
  );
}

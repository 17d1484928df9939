import { type JsonSchema, keyOf, type Side, type Sources, serverSide } from './load.js';
import { plain } from './plain.js';
import { bare, pascal } from './validators.js';

function message(
  type: string,
  title: string,
  description: string,
  side: Side,
  optional: boolean,
  from: 'client' | 'server',
): unknown {
  const required = [
    'type',
    ...(side.data && !optional ? ['data'] : []),
    ...(from === 'server' ? ['sender', 'receiver'] : []),
  ];
  const payload: JsonSchema = {
    type: 'object',
    required,
    properties: {
      sender: { type: 'string' },
      receiver: { type: 'string' },
      type: { const: type },
      ...(side.data ? { data: bare(side.data) as JsonSchema } : {}),
      id: { type: ['string', 'integer'] },
      ...(from === 'server' ? { seq: { type: 'integer', minimum: 1 } } : {}),
    },
  };
  return {
    name: type,
    title,
    summary: plain(description),
    contentType: 'application/json',
    payload,
    examples: side.valid.map((example) => ({
      payload: { ...(from === 'server' ? { sender: 'server', receiver: 'a1' } : {}), type, ...example },
    })),
  };
}

/** An AsyncAPI 3 document of the same messages, for tools. */
export function asyncapi(sources: Sources, version: string): string {
  const messages: Record<string, unknown> = {};
  const received: string[] = [];
  const sent: string[] = [];
  for (const family of sources.families) {
    for (const [type, { title, description, client, ...rest }] of Object.entries(family.messages)) {
      const key = pascal(keyOf(family, type));
      if (client) {
        messages[`client${key}`] = message(
          type,
          title,
          description,
          client,
          client.optional === true,
          'client',
        );
        received.push(`client${key}`);
      }
      const server = serverSide({ title, description, client, ...rest });
      if (server) {
        messages[`server${key}`] = message(
          type,
          title,
          description,
          server,
          client?.optional === true,
          'server',
        );
        sent.push(`server${key}`);
      }
    }
  }
  const channel = (address: string, description: string, parameters?: unknown) => ({
    address,
    description,
    ...(parameters ? { parameters } : {}),
    messages: Object.fromEntries(
      [...received, ...sent].map((name) => [name, { $ref: `#/components/messages/${name}` }]),
    ),
  });
  const operation = (action: string, name: string, list: string[]) => ({
    action,
    channel: { $ref: `#/channels/${name}` },
    messages: list.map((each) => ({ $ref: `#/channels/${name}/messages/${each}` })),
  });
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Lectern',
      version,
      description: 'Generated from schemas/ by `npm run generate`. Do not edit.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: {
      room: channel('/room/{roomId}/ws', 'A client of a room. /chat/{roomId}/ws is another address.', {
        roomId: { description: "The room's id." },
      }),
      open: channel('/ws', 'A client that is in no room yet.'),
    },
    operations: {
      receiveInRoom: operation('receive', 'room', received),
      sendInRoom: operation('send', 'room', sent),
      receive: operation('receive', 'open', received),
      send: operation('send', 'open', sent),
    },
    components: { messages },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

import { addressOf, type ClientSide, type Family, keyOf, type Message } from '../load.js';
import { code, link } from './markdown.js';
import { payloadLines } from './payload.js';
import type { Shapes } from './type-phrase.js';

/** A family, and all of the addresses at which its messages are the same. */
export interface Chapter {
  family: Family;
  addresses: readonly Family[];
}

/** The heading of a message: its type, after each namespace that has it. */
export const messageHeading = ({ addresses }: Chapter, type: string): string =>
  addresses.map((family) => keyOf(family, type)).join(', ');

const RECEIVERS: Record<ClientSide['receivers'][number], (addresses: string) => string> = {
  server: () => '`server`',
  room: () => 'a room',
  client: () => 'another client',
  namespace: (addresses) => addresses,
};

function sentBy({ addresses }: Chapter, { client, server }: Message): string {
  const places = addresses.map((family) => code(addressOf(family))).join(' or ');
  const receivers = client?.receivers.map((receiver) => RECEIVERS[receiver](places)).join(', or to ');
  if (!client) return 'the server to a client';
  if (!server) return `a client to ${receivers}`;
  if (server !== 'same') return `a client to ${receivers}, and by the server to clients`;
  const relayed = client.receivers.some((receiver) => receiver === 'room' || receiver === 'client');
  const also = client.receivers.includes('server') && client.receivers.length > 1;
  if (!relayed || also) return `a client to ${receivers}, and by the server to clients`;
  return `a client to ${receivers}, which receives it as it was sent`;
}

function limits({ client, server }: Message): string[] {
  const facts = [];
  if (client?.max_data_bytes !== undefined)
    facts.push(`\`data\` at most ${client.max_data_bytes} bytes of JSON`);
  if (client?.max_message_bytes !== undefined) {
    facts.push(
      `the frame at most ${client.max_message_bytes} bytes, in place of the limit \`message_bytes\``,
    );
  }
  if (typeof server === 'object' && server.max_data_bytes !== undefined) {
    facts.push(`\`data\` from the server at most ${server.max_data_bytes} bytes of JSON`);
  }
  return facts;
}

function facts(chapter: Chapter, message: Message): string[] {
  const { client, reply, errors, delivery } = message;
  const replyLink = reply === undefined ? undefined : link(messageHeading(chapter, reply), code(reply));
  const size = limits(message);
  return [
    `Sent by ${sentBy(chapter, message)}.`,
    replyLink &&
      `Reply: ${replyLink}.${message.keeps_reply ? ' A repeat with the same `id` gets the first reply again.' : ''}`,
    client && !reply && 'Reply: [`accepted`](#accepted), if the message carries an `id`.',
    `Delivery: ${link('Delivery and logs', delivery)}.${client ? ` Rate class: ${link('Limits', client.rate)}.` : ''}`,
    size.length > 0 && `Limit: ${size.join('; ')}.`,
    errors.length > 0 && `${link('Error codes', 'Errors')}: ${errors.map(code).join(', ')}.`,
    client?.json_text && '`data` can also be a string that contains its JSON.',
  ]
    .filter((fact) => typeof fact === 'string')
    .map((fact) => `- ${fact}`);
}

/** The receiver in the example of a client's message. */
function receiverOf(chapter: Chapter, { receivers }: ClientSide): string {
  const receiver = receivers[0] ?? 'server';
  if (receiver === 'client') return '<client id>';
  return receiver === 'namespace' ? addressOf(chapter.family) : receiver;
}

/** The section of one message. */
export function messageSection(chapter: Chapter, type: string, message: Message, shapes: Shapes): string[] {
  const { client } = message;
  const server = typeof message.server === 'object' ? message.server : undefined;
  const heading = (side: string): string => (client && server ? side : 'Data');
  const lines = [
    `### ${messageHeading(chapter, type)}`,
    '',
    message.description,
    '',
    ...facts(chapter, message),
    '',
  ];
  if (client) {
    const receiver = receiverOf(chapter, client);
    const payload = {
      heading: heading('From a client'),
      data: client.data,
      optional: client.optional === true,
      examples: client.valid,
      envelope: (example: object) => ({ receiver, type, ...example }),
    };
    lines.push(...payloadLines(payload, shapes));
  }
  if (server) {
    const sender = addressOf(chapter.family) || 'server';
    const payload = {
      heading: heading('From the server'),
      data: server.data,
      examples: server.valid,
      envelope: (example: object) => ({ sender, receiver: '<client id>', type, ...example }),
    };
    lines.push(...payloadLines(payload, shapes));
  }
  return lines;
}

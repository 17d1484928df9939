import {
  addressOf,
  type Family,
  type JsonSchema,
  keyOf,
  type Message,
  type Side,
  type Sources,
  serverSide,
} from './load.js';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function shape(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (schema.type === 'array') return `array of ${schema.items ? shape(schema.items) : 'anything'}`;
  const kinds = [schema.type ?? 'anything'].flat();
  const bounds: string[] = [];
  if (schema.minLength !== undefined || (schema.maxLength !== undefined && schema.maxLength !== 0)) {
    bounds.push(`${schema.minLength ?? 0}–${schema.maxLength} characters`);
  }
  if (schema.minimum !== undefined && schema.maximum === undefined) bounds.push(`≥ ${schema.minimum}`);
  const members = schema.properties && Object.keys(schema.properties);
  if (members && members.length > 0) bounds.push(`\`{${members.join(', ')}}\``);
  return [kinds.join(' or '), ...bounds].join(', ');
}

function members(schema: JsonSchema, prefix = ''): string[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const path = `${prefix}${name}`;
    const row = `| \`${path}\`${required.has(name) ? '' : ' (optional)'} | ${cell(shape(child))} | ${cell(child.description ?? '')} |`;
    const inner = child.type === 'array' ? child.items : child;
    return [
      row,
      ...(inner?.properties ? members(inner, `${path}${child.type === 'array' ? '[]' : ''}.`) : []),
    ];
  });
}

function payload(side: Side, heading: string): string[] {
  if (!side.data) return [`${heading}: none.`, ''];
  const optional = (side as { optional?: boolean }).optional ? ', may be absent' : '';
  const lines = [
    `${heading}: ${shape(side.data)}${optional}.${side.data.description ? ` ${side.data.description}` : ''}`,
    '',
  ];
  const rows = members(
    side.data.type === 'array' ? (side.data.items ?? {}) : side.data,
    side.data.type === 'array' ? '[].' : '',
  );
  if (rows.length > 0) lines.push('| member | shape | meaning |', '| --- | --- | --- |', ...rows, '');
  return lines;
}

/** Where a heading is found in the page. */
const anchor = (heading: string): string => heading.replaceAll('/', '').replaceAll(' ', '-');

function section(family: Family, type: string, message: Message): string[] {
  const direction = message.client ? (message.server ? 'either way' : 'client → server') : 'server → client';
  const facts = [
    `Direction: ${direction}`,
    message.client && `sent to: ${message.client.receivers.join(', ')}`,
    `delivery: ${message.delivery}`,
    message.client && `rate class: ${message.client.rate}`,
    message.reply && `reply: [${message.reply}](#${anchor(keyOf(family, message.reply))})`,
    message.errors.length > 0 && `errors: ${message.errors.join(', ')}`,
  ].filter(Boolean);
  const lines = [`### ${keyOf(family, type)}`, '', message.description, '', `${facts.join('; ')}.`, ''];
  const server = serverSide(message);
  if (message.client) lines.push(...payload(message.client, 'Data'));
  if (server && server !== message.client)
    lines.push(...payload(server, message.client ? 'Data from the server' : 'Data'));
  const example = (message.client ?? server)?.valid[0];
  if (example) {
    const envelope = message.client
      ? {
          receiver: { server: 'server', room: 'room', client: '<client id>', namespace: addressOf(family) }[
            message.client.receivers[0] ?? 'server'
          ],
          type,
          ...example,
        }
      : { sender: addressOf(family) || 'server', receiver: '<client id>', type, ...example };
    lines.push('```json', JSON.stringify(envelope), '```', '');
  }
  return lines;
}

/** docs/protocol.md: every message, error code and close code, from the schemas. */
export function protocolPage(sources: Sources): string {
  const lines = [
    '<!-- Generated from schemas/ by `npm run generate`. Do not edit. -->',
    '# The protocol',
    '',
    'A connection is a WebSocket: `ws(s)://host/room/<roomId>/ws` for a client of that room, `ws(s)://host/ws` for one that is in no room yet. `?deltas=1` asks for changes of membership one by one instead of whole lists.',
    '',
    'One text frame holds one envelope, as JSON:',
    '',
    ...payload({ data: sources.envelope, valid: [], invalid: [] }, 'Envelope'),
    "What arrives at a client says where it was sent: `receiver` is the client's own id, or `room/<roomId>` (also where the sender wrote `room`). A reply comes from the address that the request used, and carries the request's `id`. A bad message is answered by [error](#error) and the connection goes on; only abuse closes it.",
    '',
    'Delivery classes: **durable** messages are kept before anyone is told of them; a **signal** is kept for a client that is about to come back, 30 s at most; a **volatile** message has no `seq`, comes at most once, and is dropped first when a receiver is slow.',
    '',
  ];
  for (const family of sources.families) {
    const at = family.namespace && ` at \`${addressOf(family)}\``;
    lines.push(`## ${family.title}${at}`, '', family.description, '');
    for (const [type, message] of Object.entries(family.messages))
      lines.push(...section(family, type, message));
  }
  lines.push(
    '## Error codes',
    '',
    sources.errors.description,
    '',
    '| code | meaning | can retrying help? |',
    '| --- | --- | --- |',
  );
  for (const [code, { meaning, retry }] of Object.entries(sources.errors.codes))
    lines.push(`| \`${code}\` | ${cell(meaning)} | ${retry ? 'yes' : 'no'} |`);
  lines.push(
    '',
    '## Close codes',
    '',
    sources.closes.description,
    '',
    '| code | name | reconnect? | meaning |',
    '| --- | --- | --- | --- |',
  );
  for (const [name, { code, reconnect, meaning }] of Object.entries(sources.closes.codes))
    lines.push(`| ${code} | ${name} | ${reconnect ? 'yes' : 'no'} | ${cell(meaning)} |`);
  return `${lines.join('\n')}\n`;
}

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { parseMessage } from '#client/incoming.js';

interface Direction {
  data?: unknown;
  valid?: { data?: unknown }[];
  invalid?: { data?: unknown }[];
}

const family: { messages: Record<string, { client?: Direction; server?: Direction | 'same' }> } = JSON.parse(
  readFileSync(new URL('../../../schemas/messages/core.json', import.meta.url), 'utf8'),
);

/** An example with what the schemas abbreviate written out. */
function spelled(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$repeat' in value && Array.isArray(value.$repeat))
    return String(value.$repeat[0]).repeat(value.$repeat[1]);
  if (Array.isArray(value)) return value.map(spelled);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, spelled(each)]));
}

function frame(type: string, example: { data?: unknown }): string {
  return JSON.stringify({ sender: 'server', receiver: 'a1', type, ...(spelled(example) as object) });
}

t.test("takes every schema's valid examples and refuses the invalid ones", (t) => {
  for (const [type, { client, server }] of Object.entries(family.messages)) {
    const direction = server === 'same' ? client : server;
    for (const example of direction?.valid ?? []) {
      t.match(
        parseMessage(frame(type, example)),
        { message: { type } },
        `${type} ${JSON.stringify(example)}`,
      );
    }
    // Of ping and pong only the size is limited, which is the server's affair.
    if (type === 'ping' || type === 'pong') continue;
    for (const example of direction?.invalid ?? []) {
      t.match(
        parseMessage(frame(type, example)),
        { malformed: { type } },
        `${type} ${JSON.stringify(example)}`,
      );
    }
  }
  t.end();
});

t.test('never throws, whatever comes', (t) => {
  fc.assert(fc.property(fc.anything(), (frame) => 'malformed' in parseMessage(frame)));
  const types = fc.oneof(
    fc.constantFrom(...Object.keys(family.messages), '__proto__', 'constructor'),
    fc.string(),
  );
  const envelope = fc.record(
    {
      sender: fc.jsonValue(),
      receiver: fc.jsonValue(),
      type: types,
      data: fc.jsonValue(),
      id: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(envelope, (value) => {
      const parsed = parseMessage(JSON.stringify(value));
      return 'malformed' in parsed || parsed.message.type === value.type;
    }),
  );
  t.end();
});

t.test('members that a later server may add are let be', async (t) => {
  const data = { room_id: 'blue', clients: [{ id: 'a', username: 'Ada', mood: 'good' }], topic: 'waves' };
  const frame = JSON.stringify({ sender: 'server', receiver: 'a', type: 'room-info', data });
  t.match(parseMessage(frame), { message: { type: 'room-info', data } });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { parseMessage } from '#client/parse-message.js';
import { validate } from '#client/validation.js';

interface Direction {
  data?: unknown;
  valid?: { data?: unknown }[];
  invalid?: { data?: unknown }[];
}

const family: { messages: Record<string, { client?: Direction; server?: Direction | 'same' }> } = JSON.parse(
  readFileSync(new URL('../../../schemas/messages/core.json', import.meta.url), 'utf8'),
);

/** An example in its full form, without the abbreviations of the schemas. */
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

const isMalformed = (type: string, example: { data?: unknown }, check?: typeof validate): boolean =>
  'malformed' in parseMessage(frame(type, example), check);

t.test('accepts every valid example and refuses invalid data written by other clients', async (t) => {
  for (const [type, { client, server }] of Object.entries(family.messages)) {
    const direction = server === 'same' ? client : server;
    for (const example of direction?.valid ?? []) {
      const title = `${type} ${JSON.stringify(example)}`;
      t.match(parseMessage(frame(type, example)), { message: { type } }, title);
      t.match(parseMessage(frame(type, example), validate), { message: { type } }, `${title}, validated`);
    }
    for (const example of direction?.invalid ?? []) {
      // Only the size of a ping and a pong is limited, and the server checks that.
      const refused = type !== 'ping' && type !== 'pong';
      const title = `${type} ${JSON.stringify(example)}`;
      t.equal(isMalformed(type, example), refused && server === 'same', title);
      t.equal(isMalformed(type, example, validate), refused, `${title}, validated`);
    }
  }
});

t.test('never throws, whatever the input', async () => {
  const checks = fc.constantFrom(undefined, validate);
  fc.assert(fc.property(fc.anything(), checks, (frame, check) => 'malformed' in parseMessage(frame, check)));
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
    fc.property(envelope, checks, (value, check) => {
      const parsed = parseMessage(JSON.stringify(value), check);
      return 'malformed' in parsed || parsed.message.type === value.type;
    }),
  );
});

t.test('validation ignores members that a later server might add', async (t) => {
  const data = { room_id: 'blue', clients: [{ id: 'a', username: 'Ada', mood: 'good' }], topic: 'waves' };
  const frame = JSON.stringify({ sender: 'server', receiver: 'a', type: 'room-info', data });
  t.match(parseMessage(frame, validate), { message: { type: 'room-info', data } });
});

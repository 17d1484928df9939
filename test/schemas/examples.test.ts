import type { Validate } from 'lectern-protocol/client-messages';
import { optionTable } from 'lectern-protocol/options';
import { serverMessages } from 'lectern-protocol/server-messages';
import t from 'tap';
import {
  addressOf,
  type ClientSide,
  type Example,
  type Family,
  keyOf,
  load,
} from '../../schemas/generators/load.js';
import { DecodeRefusal, decode, type Message } from '../../server/protocol/codec.js';

const { families, envelope } = await load();
const option = (name: string) => Number(optionTable.find((row) => row.name === name)?.default);
const limits = { messageBytes: option('messageBytes'), depth: option('depth') };

const words = (example: Example): string => {
  const text = JSON.stringify(example);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

/** The example as a client's frame, to the first receiver that its type allows. */
function frameOf(family: Family, type: string, side: ClientSide, example: Example): string {
  const addresses = { server: 'server', room: 'room', client: 'a1', namespace: addressOf(family) };
  return JSON.stringify({ receiver: addresses[side.receivers[0] ?? 'server'], type, ...example });
}

function decoded(frame: string): Message | DecodeRefusal {
  try {
    return decode(frame, Buffer.byteLength(frame), limits);
  } catch (error) {
    if (error instanceof DecodeRefusal) return error;
    throw error;
  }
}

for (const family of families) {
  for (const [type, message] of Object.entries(family.messages)) {
    const key = keyOf(family, type);
    const { client, server } = message;
    if (client) {
      t.test(`${key} from a client`, async (t) => {
        for (const example of client.valid) {
          const read = decoded(frameOf(family, type, client, example));
          t.match(read, { key }, `accepts ${words(example)}`);
          t.same((read as Message).data, example.data, 'unchanged');
        }
        for (const example of client.invalid) {
          const read = decoded(frameOf(family, type, client, example));
          t.type(read, DecodeRefusal, `refuses ${words(example)}`);
          const { refusal, of } = read as DecodeRefusal;
          t.match(refusal.code, client.max_data_bytes ? /^(bad-data|too-large)$/ : 'bad-data');
          t.equal(of, type);
          if (refusal.code === 'bad-data') {
            t.match(refusal.details.pointer, /^(\/|$)/, 'names the place');
            t.ok(refusal.details.expected, 'and the expected value');
          }
        }
      });
    }
    if (typeof server === 'object' && server.data) {
      t.test(`${key} from the server`, async (t) => {
        const validate = (serverMessages as Partial<Record<string, { validate: Validate }>>)[key]
          ?.validate as Validate;
        for (const example of server.valid) t.ok(validate(example.data), `accepts ${words(example)}`);
        for (const example of server.invalid) t.notOk(validate(example.data), `refuses ${words(example)}`);
      });
    }
  }
}

t.test('envelopes', async (t) => {
  t.ok(envelope.properties, 'the source exists');
  const taken = [
    { type: 'ping' },
    { type: 'ping', receiver: null, sender: null },
    { type: 'ping', receiver: '', sender: 'anyone', seq: 4 },
    { type: 'ping', id: 'x'.repeat(64) },
    { type: 'ping', id: Number.MIN_SAFE_INTEGER },
    { type: 'ping', id: 0 },
  ];
  for (const example of taken)
    t.match(decoded(JSON.stringify(example)), { key: 'ping' }, JSON.stringify(example));
  const refused: [unknown, string | undefined, string | number | undefined][] = [
    [null, undefined, undefined],
    ['ping', undefined, undefined],
    [[{ type: 'ping' }], undefined, undefined],
    [{}, undefined, undefined],
    [{ type: '' }, '', undefined],
    [{ type: 'x'.repeat(65) }, undefined, undefined],
    [{ type: 7 }, undefined, undefined],
    [{ type: 'ping', id: '', data: 1 }, 'ping', undefined],
    [{ type: 'ping', id: 1.5 }, 'ping', undefined],
    [{ type: 'ping', id: 2 ** 53 }, 'ping', undefined],
    [{ type: 'ping', id: 'x'.repeat(65) }, 'ping', undefined],
    [{ type: 'ping', id: null }, 'ping', undefined],
    [{ type: 'ping', receiver: 5, id: 'a' }, 'ping', 'a'],
    [{ type: 'ping', receiver: 5, id: 12 }, 'ping', 12],
    [{ type: 'ping', receiver: 'x'.repeat(321) }, 'ping', undefined],
    [{ type: 'ping', sender: {} }, 'ping', undefined],
    [{ type: 'ping', seq: 0 }, 'ping', undefined],
    [{ type: 'ping', to: 'b' }, 'ping', undefined],
  ];
  for (const [example, of, id] of refused) {
    const read = decoded(JSON.stringify(example));
    const told = JSON.stringify(example);
    t.match(read, { refusal: { code: 'bad-envelope' } }, told);
    t.same(
      [(read as DecodeRefusal).of, (read as DecodeRefusal).id],
      [of, id],
      `${told}: type and id are returned`,
    );
  }
});

import fc from 'fast-check';
import { isServerType, relayedFault } from 'lectern-protocol/relayed';
import { serverMessages } from 'lectern-protocol/server-messages';
import t from 'tap';
import { keyOf, load } from '../../schemas/generators/load.js';

const { families } = await load();
const relayed = families.flatMap((family) =>
  Object.entries(family.messages).flatMap(([type, { client, server }]) =>
    server === 'same' && client ? [{ key: keyOf(family, type), client }] : [],
  ),
);

/** Values at and around the limits of the schemas, and arbitrary others. */
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '',
    'offer',
    'answer',
    'tracks',
    'audio',
    -1,
    0,
    1,
    1.5,
    65_535,
    65_536,
    2 ** 53,
    2 ** 53 - 1,
  ),
  fc
    .tuple(
      fc.constantFrom('x', '한', '😀'),
      fc.constantFrom(0, 1, 20, 32, 40, 64, 256, 1_024),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([character, length, more]) => character.repeat(Math.max(0, length + more))),
);

const isRecord = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data);

for (const { key, client } of relayed) {
  t.test(`${key}: the small check agrees with the generated validator`, async (t) => {
    if (!isServerType(key)) throw new Error(`${key} is missing in the table`);
    const { optional, validate } = serverMessages[key];
    const agrees = (data: unknown) =>
      ((optional && data === undefined) || validate(data)) === (relayedFault(key, data) === undefined);
    for (const { data } of [...client.valid, ...client.invalid])
      t.ok(agrees(data), JSON.stringify(data)?.slice(0, 80));

    const names = [...Object.keys(client.data?.properties ?? {}), '__proto__', 'more'];
    const changed = fc
      .tuple(
        fc.constantFrom(...client.valid),
        fc.constantFrom(...names),
        fc.option(value, { nil: undefined }),
      )
      .map(([{ data }, name, member]) =>
        isRecord(data) ? JSON.parse(JSON.stringify({ ...data, [name]: member })) : member,
      );
    fc.assert(fc.property(fc.oneof(value, changed), agrees), { numRuns: 1_000 });
  });
}

t.test("the server's own messages are not checked", async (t) => {
  t.equal(relayedFault('room-info', undefined), undefined);
  t.ok(Object.keys(serverMessages).every(isServerType), 'and includes each of its types');
  t.notOk(isServerType('toString'));
});

t.test('the fault is named', async (t) => {
  t.equal(relayedFault('offer', { type: 'offer', sdp: 'v=0', attempt: 0 }), 'data/attempt breaks minimum 1');
  t.equal(relayedFault('greeting', undefined), 'data breaks type "string"');
});

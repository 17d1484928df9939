import { isDeepStrictEqual } from 'node:util';
import fc, { type Arbitrary } from 'fast-check';
import { errors, keyAt, namespaceOf, type ServerMessageType } from 'lectern-protocol';
import { clientMessages } from 'lectern-protocol/client-messages';
import t from 'tap';
import { type Family, load } from '../../schemas/generators/load.js';
import { parseAddress } from '../../server/protocol/address.js';
import { DecodeRefusal, decode, encode, envelopeOf, type Message } from '../../server/protocol/codec.js';
import { anyJson, arbitraryOf } from '../helpers/arbitrary.js';

const limits = { messageBytes: 65536, depth: 32 };
const runs = { numRuns: 1000 };

interface Envelope {
  receiver?: string;
  type: string;
  data?: unknown;
  id?: string | number;
}

/** The decoded frame or a DecodeRefusal with a code of the table; otherwise the test fails. */
function read(text: string): Message | DecodeRefusal {
  try {
    return decode(text, Buffer.byteLength(text), limits);
  } catch (error) {
    if (error instanceof DecodeRefusal && error.refusal.code in errors) return error;
    throw error;
  }
}

function understood(text: string): Message {
  const message = read(text);
  if (message instanceof DecodeRefusal) throw new Error(`${message.refusal.code}: ${message.message}`);
  return message;
}

const { families } = await load();

function addressOf(family: Family, kind: string): Arbitrary<string> {
  switch (kind) {
    case 'server':
      return fc.constantFrom('server', 'ground control', '');
    case 'room':
      return fc.oneof(
        fc.constant('room'),
        fc.uuid().map((id) => `room/${id}`),
      );
    case 'client':
      return fc.uuid();
    default:
      return fc.constant(family.instance === undefined ? family.namespace : `${family.namespace}/blue`);
  }
}

const id = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }), fc.maxSafeInteger());

/** Every message that a client is allowed to send, with any payload that its schema accepts. */
const envelope: Arbitrary<Envelope> = fc.oneof(
  ...families.flatMap((family) =>
    Object.entries(family.messages).flatMap(([type, { client }]) => {
      if (!client) return [];
      const size = client.max_data_bytes ?? limits.messageBytes - 2048;
      const data = client.data && arbitraryOf(client.data);
      const fits = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) <= size;
      const members = {
        type: fc.constant(type),
        receiver: fc.oneof(...client.receivers.map((kind) => addressOf(family, kind))),
        id,
        ...(data ? { data: data.filter(fits) } : {}),
      };
      const optional = client.optional || !client.data ? [] : (['data'] as const);
      return [
        fc.record(members, {
          requiredKeys: ['type', 'receiver', ...optional] as never[],
          noNullPrototype: true,
        }) as Arbitrary<Envelope>,
      ];
    }),
  ),
);

function same(found: unknown, wanted: unknown, what: string): void {
  if (!isDeepStrictEqual(found, wanted)) {
    throw new Error(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`);
  }
}

function holds<T extends unknown[]>(property: fc.IProperty<T>, parameters = runs): void {
  fc.assert(property, parameters);
}

t.test('any text and any bytes are a message or a refusal of the table', async () => {
  holds(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void read(text)));
  holds(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void read(Buffer.from(bytes).toString())));
  holds(fc.property(fc.json({ maxDepth: 8 }), (text) => void read(text)));
});

t.test('any envelope around any value is a message or a refusal of the table', async () => {
  const loose = fc.record(
    { sender: anyJson, receiver: anyJson, type: anyJson, data: anyJson, id: anyJson, seq: anyJson },
    { requiredKeys: [] },
  );
  holds(fc.property(loose, (value) => void read(JSON.stringify(value))));
  const types = families.flatMap(({ messages }) => Object.keys(messages));
  const typed = fc.record({ type: fc.constantFrom(...types), receiver: fc.string(), data: anyJson });
  holds(fc.property(typed, (value) => void read(JSON.stringify(value))));
});

t.test('decoding an encoded message returns the same message', async () => {
  holds(
    fc.property(envelope, ({ type, receiver = 'server', data, id }) => {
      const text = encode('somebody', receiver, type as ServerMessageType, data as never, id);
      same(
        JSON.parse(text),
        {
          sender: 'somebody',
          receiver,
          type,
          ...(data === undefined ? {} : { data }),
          ...(id === undefined ? {} : { id }),
        },
        'encoded',
      );
      const message = understood(text);
      same([message.entry.type, message.to, message.id], [type, parseAddress(receiver), id], 'envelope');
      same(message.data, data, 'data');
    }),
  );
});

/** The type's entry in the table. */
const entryOf = ({ receiver = '', type }: Envelope) =>
  clientMessages[keyAt(namespaceOf(receiver), type) as keyof typeof clientMessages];

t.test('the relayed message is the checked one, in whatever form it was written', async () => {
  const indent = fc.constantFrom('', ' ', '\t', '\n  ');
  const relayed = envelope.filter((value) => !entryOf(value).dropsUnknown);
  holds(
    fc.property(relayed, indent, fc.boolean(), (value, space, reversed) => {
      const members = Object.entries(value);
      const ordered = Object.fromEntries(reversed ? members.reverse() : members);
      const message = understood(JSON.stringify(ordered, undefined, space));
      const { data } = JSON.parse(envelopeOf('a', 'b', value.type, message.json));
      same(data, value.data, 'data');
    }),
  );
});

t.test('duplicate or escaped members cannot smuggle in unchecked data', async () => {
  const names = ['data', 'd\\u0061ta', '\\u0064ata', 'type', 't\\u0079pe', 'receiver', 'id', 'sender'];
  const values = [
    '1',
    '"a"',
    '"ping"',
    '"greeting"',
    '{}',
    '{"data":2}',
    '[{"data":"\\"}"}]',
    '"\\\\"',
    '"\\",\\"data\\":3"',
    'null',
  ];
  const member = fc.tuple(
    fc.constantFrom(...names),
    fc.constantFrom(...values),
    fc.constantFrom('', ' ', '\n'),
  );
  let taken = 0;
  holds(
    fc.property(fc.array(member, { minLength: 1, maxLength: 6 }), (members) => {
      const before = members.map(
        ([name, value, space]) => `${space}"${name}"${space}:${space}${value}${space}`,
      );
      const message = read(`{${before.join(',')},"type":"ping"}`);
      if (message instanceof DecodeRefusal) return;
      taken += 1;
      const relayed = message.json === undefined ? undefined : JSON.parse(message.json);
      same(relayed, message.data, before.join(','));
    }),
    { numRuns: 5000 },
  );
  if (taken < 100) throw new Error(`only ${taken} of the frames were accepted: the test shows little`);
});

t.test('a valid frame with a random change is a message or a refusal of the table', async () => {
  const changed = fc
    .tuple(envelope, fc.nat(), fc.nat(20), fc.string({ unit: 'binary', maxLength: 5 }))
    .map(([value, at, length, put]) => {
      const text = JSON.stringify(value);
      const start = at % text.length;
      return text.slice(0, start) + put + text.slice(start + length);
    });
  holds(
    fc.property(changed, (text) => {
      const message = read(text);
      if (!(message instanceof DecodeRefusal) && message.json !== undefined) {
        same(JSON.parse(message.json), message.data, text);
      }
    }),
    { numRuns: 3000 },
  );
});

/** Types whose data can have members of any name or be of several kinds. */
const open = ['ping', 'pong', 'ack', 'relogin', 'RTCSIGNAL'];
const closed = envelope.filter(
  ({ type, data }) => !open.includes(type) && typeof data === 'object' && data !== null,
);

t.test('a member that the type does not have is dropped or refused, depending on the family', async () => {
  const wrong = fc.tuple(closed, fc.constantFrom('__proto__', 'constructor', '', 'a/b', '~', 'seq'), anyJson);
  holds(
    fc.property(wrong, ([value, name, extra]) => {
      const members = JSON.stringify(value.data).slice(1, -1);
      const data = `{${members}${members && ','}${JSON.stringify(name)}:${JSON.stringify(extra)}}`;
      const refused = read(envelopeOf('', value.receiver ?? '', value.type, data));
      if (entryOf(value).dropsUnknown) {
        if (refused instanceof DecodeRefusal) throw new Error(`${refused.refusal.code}: ${refused.message}`);
        same(refused.data, value.data, 'data without the member');
        return;
      }
      if (!(refused instanceof DecodeRefusal)) throw new Error('the payload was accepted');
      same(refused.refusal.code, 'bad-data', 'code');
      same(
        refused.refusal.details.pointer,
        `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        'pointer',
      );
    }),
  );
});

t.test('a message is too-large from the first byte above its limit', async () => {
  holds(
    fc.property(envelope, (value) => {
      // The option does not apply to a type with a limit of its own.
      fc.pre(entryOf(value).maxMessageBytes === undefined);
      const text = JSON.stringify(value);
      const bytes = Buffer.byteLength(text);
      const of = (messageBytes: number) => decode(text, bytes, { ...limits, messageBytes });
      of(bytes);
      try {
        of(bytes - 1);
      } catch (error) {
        same((error as DecodeRefusal).refusal.code, 'too-large', 'code');
        return;
      }
      throw new Error('the message was accepted');
    }),
    { numRuns: 300 },
  );
});

t.test(
  'nesting is refused from the first level above the limit, and brackets in text do not count',
  async () => {
    const nested = (levels: number) =>
      `{"type":"ping","data":${'['.repeat(levels)}"]}[{"${']'.repeat(levels)}}`;
    holds(
      fc.property(fc.oneof(fc.integer({ min: 29, max: 34 }), fc.integer({ min: 1, max: 5000 })), (levels) => {
        const message = read(nested(levels));
        if (levels < limits.depth) same(message instanceof DecodeRefusal, false, 'refused');
        else same((message as DecodeRefusal).refusal.code, 'bad-json', 'code');
      }),
    );
  },
);

import t from 'tap';
import type { JsonSchema, Message, Sources } from '../../schemas/generators/load.js';
import { load } from '../../schemas/generators/load.js';
import { lint } from '../../schemas/lint.js';

t.test('the schemas have no faults', async (t) => {
  t.same(lint(await load()), []);
});

const greeting: Message = {
  title: 'greeting',
  description: 'A friendly word.',
  delivery: 'volatile',
  errors: ['bad-data'],
  client: {
    receivers: ['server'],
    rate: 'chat',
    data: { type: 'string', maxLength: 10 },
    valid: [{ data: 'hi' }],
    invalid: [{ data: 1 }],
  },
  server: 'same',
};

function sources(message: Partial<Message> = {}, more: Partial<Sources> = {}): Sources {
  return {
    families: [
      {
        family: 'core',
        title: 'Core',
        description: 'Words.',
        namespace: '',
        messages: { greeting: { ...greeting, ...message } },
      },
    ],
    envelope: { type: 'object', additionalProperties: false, properties: { data: {} } },
    shared: {},
    tokens: {},
    http: {},
    webhooks: {},
    api: { description: '', scopes: {}, parameters: {}, calls: [], $defs: {} },
    config: { type: 'object', additionalProperties: false, properties: {} },
    errors: { description: '', codes: { 'bad-data': { meaning: 'Wrong.', retry: false, status: 400 } } },
    closes: { description: '', codes: { bye: { code: 1000, reconnect: false, meaning: 'Bye.' } } },
    ...more,
  };
}

const withData = (data: JsonSchema): Sources =>
  sources({ client: { ...(greeting.client as NonNullable<Message['client']>), data } });

t.test('valid sources have no faults', async (t) => {
  t.same(lint(sources()), []);
});

t.test('a schema that is slow or unbounded is refused', async (t) => {
  const open: JsonSchema = { type: 'object', properties: {} };
  const closed: JsonSchema = { type: 'object', additionalProperties: false };
  const text: JsonSchema = { type: 'string', maxLength: 5 };
  const refused: [JsonSchema, string][] = [
    [{ type: 'string' }, 'string without maxLength'],
    [{ type: ['string', 'null'] }, 'string without maxLength'],
    [{ ...closed, properties: { a: { type: 'string' } } }, 'data/properties/a: string without maxLength'],
    [{ type: 'array', items: text }, 'array without maxItems'],
    [{ type: 'array', maxItems: 3 }, 'array without items'],
    [{ type: 'array', maxItems: 3, items: open }, 'data/items: object without additionalProperties'],
    [open, 'object without additionalProperties'],
    [
      { type: 'object', additionalProperties: { type: 'string' } },
      'data/additionalProperties: string without',
    ],
    [{ anyOf: [text, { type: 'string' }] }, 'data/anyOf/1: string without maxLength'],
    [{}, 'no type'],
    [{ ...closed, properties: { a: {} } }, 'data/properties/a: no type'],
    [{ type: 'array', maxItems: 3, uniqueItems: true, items: closed }, 'uniqueItems'],
    [{ type: 'array', maxItems: 3, uniqueItems: true, items: { anyOf: [text] } }, 'uniqueItems'],
    [{ ...text, pattern: '^(a+)+$' }, 'can backtrack'],
    [{ ...text, pattern: '^\\s*a\\s*\\s*b$' }, 'can backtrack'],
    [{ ...closed, patternProperties: { '^(a|a)*$': text } }, 'can backtrack'],
    [{ ...text, allErrors: true }, 'allErrors'],
  ];
  for (const [schema, complaint] of refused) {
    t.match(lint(withData(schema)).join('\n'), complaint, JSON.stringify(schema));
  }
});

t.test('a bounded schema is accepted', async (t) => {
  const taken: JsonSchema[] = [
    { enum: ['a', 'b'] },
    { type: 'string', enum: ['a', 'b'] },
    { const: 'a' },
    { type: 'array', maxItems: 3, uniqueItems: true, items: { type: 'string', maxLength: 5 } },
    { type: 'string', maxLength: 5, pattern: '^[a-z]+$' },
    { type: 'number' },
  ];
  for (const schema of taken) t.same(lint(withData(schema)), [], JSON.stringify(schema));
});

t.test('any value is allowed if the whole payload is bounded', async (t) => {
  const client = { ...(greeting.client as NonNullable<Message['client']>), data: {}, max_data_bytes: 4096 };
  t.same(lint(sources({ client })), []);
});

t.test('an incomplete message is refused', async (t) => {
  const client = greeting.client as NonNullable<Message['client']>;
  const { server: _, ...unsent } = greeting;
  const refused: [Partial<Message>, string][] = [
    [{ title: 'Greeting' }, 'the title is not the type'],
    [{ description: '' }, 'no description'],
    [{ delivery: 'soon' as 'signal' }, 'no delivery class'],
    [{ errors: undefined as unknown as string[] }, 'no list of errors'],
    [{ errors: ['no-such-code'] }, 'unknown error code no-such-code'],
    [{ reply: 'farewell' }, 'the reply farewell'],
    [{ client: { ...client, valid: [] } }, 'no valid example'],
    [{ client: { ...client, invalid: [] } }, 'no invalid example'],
    [{ client: { ...client, receivers: [] } }, 'no receivers'],
    [{ client: { ...client, rate: '' as 'chat' } }, 'no rate class'],
    [{ server: { data: { type: 'number' }, valid: [], invalid: [] } }, 'from the server: no valid example'],
    [{ client: undefined as unknown as Required<Message>['client'] }, 'the same as what no client sends'],
  ];
  for (const [message, complaint] of refused) {
    t.match(lint(sources(message)).join('\n'), complaint, complaint);
  }
  t.match(
    lint(sources({ ...unsent, server: undefined as never, reply: 'greeting' })).join('\n'),
    'the reply greeting',
  );
});

t.test('a contradictory table is refused', async (t) => {
  const closes = (codes: Sources['closes']['codes']) => sources({}, { closes: { description: '', codes } });
  const cut = { code: 4001, reconnect: true, meaning: 'Cut.' };
  t.match(lint(closes({ a: cut, b: cut })).join(), 'b: 4001 has another meaning');
  t.match(lint(closes({ a: { ...cut, reconnect: false } })).join(), 'a: 4000 to 4499');
  t.match(lint(closes({ a: { ...cut, code: 4500 } })).join(), 'a: 4000 to 4499');
  t.match(lint(closes({ a: { ...cut, meaning: '' } })).join(), 'a: no meaning');
  const errors = { description: '', codes: { 'bad-data': { meaning: '', retry: false, status: 400 } } };
  t.match(lint(sources({}, { errors })).join(), 'bad-data: no meaning');
});

t.test('two families with the same message are refused', async (t) => {
  const one = sources();
  t.match(lint({ ...one, families: [...one.families, ...one.families] }).join(), 'two families have it');
});

t.test('a relayed message of a family that drops unknown members is refused', async (t) => {
  const one = sources();
  const families = one.families.map((family) => ({ ...family, unknown_members: 'dropped' as const }));
  t.match(lint({ ...one, families }).join(), 'greeting: unknown members would be relayed');
});

t.test('an option without a default or a description is refused', async (t) => {
  const config = { ...sources().config, properties: { port: { type: 'integer', description: 'Port' } } };
  t.match(lint(sources({}, { config })).join(), 'config/port');
});

t.test('a validator that collects all errors is refused', async (t) => {
  t.match(lint(sources(), { allErrors: true }).join(), 'ajv: allErrors');
});

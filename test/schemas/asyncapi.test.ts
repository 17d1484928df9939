import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import t from 'tap';
import { keyOf, load, root } from '../../schemas/generators/load.js';
import { defineFamily } from '../../server/index.js';
import { startServer } from '../helpers/server.js';

/** The parser's own scale: 0 error, 1 warning, 2 information. */
const warning = 1;

const text = readFileSync(new URL('docs/asyncapi.json', root), 'utf8');

t.test('the AsyncAPI document passes the AsyncAPI parser', async (t) => {
  const { document, diagnostics } = await new Parser().parse(text);
  t.ok(document, 'it is a document');
  t.same(
    diagnostics.filter(({ severity }) => severity <= warning),
    [],
  );
  t.equal(document?.version().slice(0, 2), '3.');
  t.same(
    document
      ?.channels()
      .all()
      .map((channel) => channel.address())
      .sort(),
    ['/room/{roomId}/ws', '/ws'],
  );
});

t.test('the document has every message', async (t) => {
  const { document } = await new Parser().parse(text);
  const named = new Set(
    document
      ?.allMessages()
      .all()
      .map((message) => message.name()),
  );
  for (const family of (await load()).families) {
    for (const type of Object.keys(family.messages)) t.ok(named.has(type), keyOf(family, type));
  }
});

t.test('the parser finds faults', async (t) => {
  const broken = JSON.parse(text);
  delete broken.info.title;
  const { diagnostics } = await new Parser().parse(JSON.stringify(broken));
  t.ok(diagnostics.some(({ severity }) => severity === 0));
});

t.test('the document of a server with types of its own contains them', async (t) => {
  const data = { $ref: '#/definitions/hand', definitions: { hand: { enum: ['left', 'right'] } } };
  const family = defineFamily({
    namespace: '/game',
    messages: {
      wave: { description: 'A member waves', schema: data, rate: { perSecond: 2.5 } },
      ask: { schema: true, reply: { type: 'integer' }, handle: () => 1 },
      alarm: { schema: { type: 'string' }, from: 'server' },
    },
  });
  const { url } = await startServer(t, { families: [family] });
  const response = await fetch(`${url}/asyncapi.json`);
  t.match(response.headers.get('content-type'), /^application\/json/);
  const served = await response.json();
  const names = Object.keys(JSON.parse(text).components.messages);
  t.same(
    names.filter((name) => !served.components.messages[name]),
    [],
    'it contains the messages of the protocol',
  );
  // Without those, which the parser has checked above.
  for (const name of names) delete served.components.messages[name];
  for (const { messages } of Object.values<{ messages: object }>(served.channels)) {
    for (const name of names) Reflect.deleteProperty(messages, name);
  }
  for (const operation of Object.values<{ messages: { $ref: string }[] }>(served.operations)) {
    operation.messages = operation.messages.filter(
      ({ $ref }) => !names.some((name) => $ref.endsWith(`/${name}`)),
    );
  }
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(served));
  t.same(
    diagnostics.filter(({ severity }) => severity <= warning),
    [],
  );
  const titles = (action: 'receive' | 'send') =>
    document
      ?.operations()
      .all()
      .filter((operation) => operation.action() === action && /room/i.test(operation.id() ?? ''))
      .flatMap((operation) => operation.messages().all())
      .map((message) => message.title());
  t.same(titles('receive'), ['/game wave', '/game ask'], 'clients cannot send the third');
  t.same(titles('send'), ['/game wave', '/game ask', '/game alarm']);
  t.equal(served.components.messages.client_game_wave.summary, 'A member waves');
  const { description, 'x-rate-limit': limit } = served.components.messages.client_game_wave;
  t.match(description, /2\.5 messages per second, and at most 3 at once/);
  t.same(limit, { per_second: 2.5, burst: 3 });
  t.same(served.components.messages.client_game_ask['x-rate-limit'], { class: 'other' });
  t.notOk(served.components.messages.server_game_wave['x-rate-limit']);
  t.same(served.components.messages.server_game_ask.payload.properties.data, { type: 'integer' });
});

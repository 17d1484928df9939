import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import t from 'tap';
import { keyOf, load, root } from '../../schemas/generators/load.js';

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

import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import type { JsonSchema } from '../../schemas/generators/load.js';
import { load, root } from '../../schemas/generators/load.js';
import { oneTypePerTitle } from '../../schemas/generators/titles.js';
import { types } from '../../schemas/generators/types.js';

const exported = /^export (?:declare )?(?:abstract )?(?:type|interface|const|class|function) (\w+)/gm;

t.test('no exported name ends in a digit, unless a schema has such a title', async (t) => {
  const sources = JSON.stringify(await load());
  for (const directory of ['schemas/dist/', 'client/dist/']) {
    const files = readdirSync(new URL(directory, root), { recursive: true, encoding: 'utf8' });
    const names = files
      .filter((file) => file.endsWith('.d.ts'))
      .flatMap((file) => [...readFileSync(new URL(directory + file, root), 'utf8').matchAll(exported)])
      .map(([, name = '']) => name);
    t.ok(names.length > 50, directory);
    t.same(
      names.filter((name) => /\d$/.test(name) && !sources.includes(`"title":"${name}"`)),
      [],
      directory,
    );
  }
});

t.test('a type has the description of its definition, and a property its own', async (t) => {
  const text = await types(await load());
  t.match(text, '/**\n * Any JSON value\n */\nexport type Anything = unknown\n');
  t.match(text, /\/\*\*\n \* Value given by the sender\n \*\/\n\w+: Anything\n/);
});

t.test('two different schemas cannot have the same title', async (t) => {
  const word: JsonSchema = { title: 'Word', type: 'string', maxLength: 10 };
  t.same(oneTypePerTitle({ a: word, b: structuredClone(word) }, []), { a: word, b: word });
  t.throws(
    () => oneTypePerTitle({ a: word, b: { ...word, maxLength: 20 } }, []),
    new Error('two schemas are titled Word'),
  );
});

import { readFileSync } from 'node:fs';
import t from 'tap';
import { generated } from '../../schemas/generate.js';
import { root } from '../../schemas/generators/load.js';

t.test('generated files match the schemas', async (t) => {
  for (const [path, content] of await generated()) {
    const found = readFileSync(new URL(path, root), 'utf8');
    t.ok(found === content, `${path} is fresh: npm run generate`);
  }
});

t.test('generated sources name their generator', async (t) => {
  for (const [path, content] of await generated()) {
    // Only a part of these pages is generated.
    if (['README.md', 'docs/webhooks.md', 'docs/http-api.md'].includes(path)) continue;
    t.match(content.slice(0, 400), /Generated from schemas\/ by `npm run generate`\. Do not edit\./, path);
  }
});

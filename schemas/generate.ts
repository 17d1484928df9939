import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { asyncapi } from './generators/asyncapi.js';
import { callsTable, httpCalls } from './generators/http-calls.js';
import { load, root, type Sources } from './generators/load.js';
import { openapi } from './generators/openapi.js';
import { options, optionsTable } from './generators/options.js';
import { protocolPage } from './generators/protocol-page/protocol-page.js';
import { serverTypes } from './generators/server-types.js';
import { codes, httpTypes, serverTable, table, tokenTypes, types } from './generators/types.js';
import { validatorFiles, validators } from './generators/validators.js';
import { webhookSections, webhookTypes } from './generators/webhooks.js';

const banner = '// Generated from schemas/ by `npm run generate`. Do not edit.\n';

/** A page with the part between its two markers made anew. */
function pageWith(path: string, marker: string, content: string): [string, string] {
  const page = readFileSync(new URL(path, root), 'utf8');
  const part = new RegExp(`(<!-- ${marker} -->\\n)[\\s\\S]*?(<!-- /${marker} -->)`);
  return [path, page.replace(part, (_, start: string, end: string) => `${start}${content}\n${end}`)];
}

const validatorSources = (sources: Sources): Promise<[string, string][]> =>
  Promise.all(
    validatorFiles(sources).map(
      async (each): Promise<[string, string]> => [
        `schemas/generated/${each.file}.ts`,
        banner + (await validators(sources, each)),
      ],
    ),
  );

/** Every generated file, by its path in the checkout. */
export async function generated(): Promise<Map<string, string>> {
  const sources = await load();
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  return new Map([
    ['schemas/generated/messages.ts', banner + (await types(sources))],
    ['schemas/generated/tokens.ts', banner + (await tokenTypes(sources))],
    ['schemas/generated/http.ts', banner + (await httpTypes(sources))],
    ['schemas/generated/webhooks.ts', banner + (await webhookTypes(sources))],
    ['schemas/generated/table.ts', banner + table(sources)],
    ['schemas/generated/server-table.ts', banner + serverTable(sources)],
    ['schemas/generated/server-types.ts', banner + serverTypes(sources)],
    ...(await validatorSources(sources)),
    ['schemas/generated/codes.ts', banner + codes(sources)],
    ['schemas/generated/options.ts', banner + options(sources)],
    ['docs/protocol.md', protocolPage(sources)],
    ['docs/asyncapi.json', asyncapi(sources, version)],
    pageWith('README.md', 'options', optionsTable(sources)),
    pageWith('docs/webhooks.md', 'events', webhookSections(sources)),
    ['schemas/generated/http-calls.ts', banner + httpCalls(sources)],
    ['schemas/generated/openapi.ts', banner + openapi(sources, version)],
    pageWith('docs/http-api.md', 'calls', callsTable(sources)),
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, content] of await generated()) {
    const file = new URL(path, root);
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, content);
    console.log(path);
  }
}

import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import type { createServer } from '../server/index.js';
import { connect } from './helpers/client.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** The code of a section, as it stands there, by its language. */
function codeOf(title: string): Map<string, string> {
  const section = guide.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  const blocks = section.matchAll(/^ {3}```(\w+)\n([\s\S]*?)^ {3}```$/gm);
  return new Map([...blocks].map(([, language = '', code = '']) => [language, code.replace(/^ {3}/gm, '')]));
}

/** A copy of the server's sources, and of what is made from them. */
function scratch(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-guide-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const files = readdirSync(root).filter((name) => /^(tsconfig.*|package)\.json$|\.md$/.test(name));
  for (const name of [...files, 'docs', 'schemas', 'server']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, 'public'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    const target = name === 'lectern-protocol' ? join(folder, 'schemas') : join(root, 'node_modules', name);
    symlinkSync(target, join(folder, 'node_modules', name));
  }
  return folder;
}

t.test('a sixth namespace takes one schema file and one handler file', async (t) => {
  const folder = scratch(t);
  const code = codeOf('Adding a namespace');
  /** Gives what the compiler finds wrong. */
  const compile = (project: string): string =>
    spawnSync(join(root, 'node_modules/.bin/tsc'), ['-b', project], { cwd: folder, encoding: 'utf8' }).stdout;
  writeFileSync(join(folder, 'schemas/messages/poll.json'), code.get('json') ?? '');
  t.equal(compile('schemas/tsconfig.generate.json'), '');
  execFileSync(process.execPath, ['dist/schemas/generate.js'], { cwd: folder });
  t.match(compile('server'), /missing the following properties.* "\/poll JOIN", "\/poll VOTE"/);
  writeFileSync(join(folder, 'server/handlers/poll.ts'), code.get('ts') ?? '');
  const routes = join(folder, 'server/handlers/routes.ts');
  const named = readFileSync(routes, 'utf8')
    .replace(/^\n/m, "import { pollRoutes } from './poll.js';\n\n")
    .replace(/^};/m, '  ...pollRoutes,\n};');
  writeFileSync(routes, named);
  t.equal(compile('server'), '');

  const built = (await import(pathToFileURL(join(folder, 'dist/server/index.js')).href)) as {
    createServer: typeof createServer;
  };
  const server = built.createServer({ port: 0, logLevel: 'silent', data: join(folder, 'data') });
  t.teardown(() => server.close({ spread: 0 }));
  const client = await connect(t, `${await server.listen()}/ws`);
  await client.welcome();
  const send = (type: string, data: unknown, id?: string) =>
    client.raw(JSON.stringify({ receiver: '/poll', type, data, id }));
  send('JOIN', 'final', 'j');
  t.match(await client.next(), { sender: '/poll', type: 'JOIN', id: 'j', data: { ok: true } });
  send('VOTE', { poll: 'final', yes: true });
  t.match(await client.next(), {
    receiver: '/poll/final',
    type: 'VOTE',
    seq: 1,
    data: { poll: 'final', yes: true },
  });
  send('VOTE', { poll: 'another', yes: true });
  t.match(await client.next(), { type: 'error', data: { code: 'not-in-room', of: 'VOTE' } });
});

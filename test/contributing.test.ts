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
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { openStore } from '../server/store/open-store.js';
import { Databases } from './helpers/postgres.js';
import { runFiles } from './run-file.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const databases = await Databases.find(t);

/** Time limit in seconds for one file of the copy. */
const LIMIT = 120;

/** A recipe's code blocks in order, by the file that they belong to. */
function blocksOf(title: string): Map<string, string[]> {
  const section = guide.split(`\n### ${title}\n`)[1]?.split(/\n##+ /)[0] ?? '';
  const blocks = new Map<string, string[]>();
  for (const [, path = '', code = ''] of section.matchAll(/^ {3}```\w+ (\S+)\n([\s\S]*?)^ {3}```$/gm))
    blocks.set(path, [...(blocks.get(path) ?? []), code.replace(/^ {3}/gm, '')]);
  return blocks;
}

/** A copy of the sources, in which the recipes are followed one after the other. */
class Copy {
  readonly folder = mkdtempSync(join(tmpdir(), 'lectern-guide-'));
  private readonly changed = new Set<string>();

  constructor() {
    const left = ['node_modules', 'public', 'data'];
    const filter = (source: string): boolean => basename(source) !== 'node_modules';
    // Hidden folders are left out too: the files in .tap/ belong to the tests that run at the same time.
    const isSource = (name: string): boolean => !name.startsWith('.') && !left.includes(name);
    for (const name of readdirSync(root).filter(isSource)) {
      // Existing build output is only built again if a recipe changes it.
      cpSync(join(root, name), join(this.folder, name), {
        recursive: true,
        preserveTimestamps: true,
        filter,
      });
    }
    mkdirSync(join(this.folder, 'public'));
    mkdirSync(join(this.folder, 'node_modules'));
    const workspaces: Record<string, string> = { 'lectern-protocol': 'schemas', 'lectern-client': 'client' };
    for (const name of readdirSync(join(root, 'node_modules'))) {
      const workspace = workspaces[name];
      const target = workspace ? join(this.folder, workspace) : join(root, 'node_modules', name);
      symlinkSync(target, join(this.folder, 'node_modules', name));
    }
  }

  write(path: string, content: string): void {
    writeFileSync(join(this.folder, path), content);
    this.changed.add(path);
  }

  /** Changes the only such place in a file. */
  replace(path: string, place: string, by: string): void {
    const parts = readFileSync(join(this.folder, path), 'utf8').split(place);
    if (parts.length !== 2)
      throw new Error(`${path} contains ${parts.length - 1} times instead of once: ${place}`);
    this.write(path, parts.join(by));
  }

  insertAfter(path: string, place: string, code: string): void {
    this.replace(path, place, place + code);
  }

  insertBefore(path: string, place: string, code: string): void {
    this.replace(path, place, code + place);
  }

  /** The compiler's errors. */
  compile(project = 'test'): string {
    const args = [this.program('typescript/bin/tsc'), '-b', project];
    return spawnSync(process.execPath, args, { cwd: this.folder, encoding: 'utf8' }).stdout;
  }

  /** Lints the written files. Recipes leave the indentation to the formatter. */
  lint(t: Test): void {
    const biome = this.program('@biomejs/biome/bin/biome');
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [biome, ...args, '--vcs-enabled=false', ...this.changed], {
        cwd: this.folder,
        encoding: 'utf8',
      });
    run('format', '--write');
    const { status, stdout, stderr } = run('lint', '--error-on-warnings');
    t.equal(status, 0, 'the linter has no complaint', { found: stdout + stderr });
  }

  /** Runs the tests of a file whose names contain a text. */
  async test(t: Test, path: string, name: string): Promise<void> {
    const file = join(this.folder, 'dist', path.replace(/\.ts$/, '.js'));
    const only = { TAP_GREP: name, TAP_FILTER_QUIETLY: '1' };
    const { passed, failed, report } = await runFiles([file], LIMIT, only);
    t.ok(passed > 0 && failed === 0, `${path}: ${passed} passed`, { report });
  }

  private program(path: string): string {
    return join(root, 'node_modules', path);
  }
}

const copy = new Copy();
t.teardown(() => rmSync(copy.folder, { recursive: true }));

// The recipes are followed side by side, so that everything only has to be compiled twice.
const message = blocksOf('Adding a message type');
const namespace = blocksOf('Adding a namespace');
const option = blocksOf('Adding an option');
const field = blocksOf('Adding a stored field');

/** The only code block of a recipe for a file, or the one at a position. */
function codeOf(blocks: Map<string, string[]>, path: string, position = 0): string {
  const code = blocks.get(path)?.[position];
  if (code === undefined) throw new Error(`the recipe has no code for ${path}`);
  return code;
}

t.test('a message with a schema but no handler does not compile', async (t) => {
  const [core, poll, config] = [
    'schemas/messages/core.json',
    'schemas/messages/poll.json',
    'schemas/config.json',
  ];
  copy.insertAfter(core, '"messages": {\n', codeOf(message, core));
  copy.write(poll, codeOf(namespace, poll));
  copy.insertAfter(config, '"properties": {\n', codeOf(option, config));
  t.equal(copy.compile('schemas/tsconfig.generate.json'), '');
  execFileSync(process.execPath, ['dist/schemas/generate.js'], { cwd: copy.folder });
  const found = copy.compile();
  t.match(found, /server\/handlers\/core\.ts.*Property 'wave' is missing/);
  t.match(
    found,
    /server\/handlers\/routes\.ts.*missing the following properties.* "\/poll JOIN", "\/poll VOTE"/,
  );
  t.match(readFileSync(join(copy.folder, 'README.md'), 'utf8'), /^\| `--robots` \| `true` \|/m);
});

t.test('with the rest of the recipes everything compiles, and the linter accepts it', async (t) => {
  const core = 'server/handlers/core.ts';
  copy.insertAfter(core, "FamilyRoutes<'core'> = {\n", codeOf(message, core));
  const messages = 'test/conformance/messages.test.ts';
  copy.insertAfter(messages, 'await target((server) => {\n', codeOf(message, messages));

  const payloads = 'test/faults/amplification/payloads.ts';
  for (const recipe of [message, namespace])
    copy.insertBefore(payloads, "    ping: [['ping'", `${codeOf(recipe, payloads)}\n`);

  for (const path of ['server/handlers/poll.ts', 'test/conformance/poll.test.ts'])
    copy.write(path, codeOf(namespace, path));
  const routes = 'server/handlers/routes.ts';
  copy.insertBefore(routes, '\n\n', "\nimport { pollRoutes } from './poll.js';");
  copy.insertBefore(routes, '\n};', '\n  ...pollRoutes,');

  const http = 'server/http/http.ts';
  copy.replace(http, "      | 'httpRate'\n", "      | 'httpRate'\n      | 'robots'\n");
  copy.insertBefore(http, '  await app.register(pages', codeOf(option, http));
  const robots = 'test/server/http/robots.test.ts';
  copy.write(robots, codeOf(option, robots));

  const migration = [...field.keys()].find((path) => path.includes('/migrations/')) ?? '';
  copy.write(migration, codeOf(field, migration));
  const list = 'server/store/migrations/migrate.ts';
  copy.insertBefore(list, '\n];\n', '\n  roomTopic,');
  const importing = `import { roomTopic } from './${basename(migration, '.ts')}.js';\n`;
  copy.insertBefore(list, 'import type { Migration', importing);
  const [tables, model] = ['server/store/tables.ts', 'server/store/model.ts'];
  copy.insertAfter(tables, '  rooms: {\n', codeOf(field, tables));
  copy.insertAfter(model, 'export interface RoomSettings {\n', codeOf(field, model));
  const queries = 'server/store/queries/rooms.ts';
  copy.insertAfter(queries, '=> ({\n  id: row.room_id,\n', codeOf(field, queries, 0));
  copy.insertAfter(queries, '    .values({\n', codeOf(field, queries, 1));
  const contract = 'test/contracts/store-rooms.ts';
  copy.insertAfter(contract, 'roomContract(t: Test, make: MakeSubject): void {\n', codeOf(field, contract));

  t.equal(copy.compile(), '', 'it compiles');
  copy.lint(t);
});

t.test('the tests of the recipes pass', async (t) => {
  await copy.test(t, 'test/conformance/messages.test.ts', 'wave');
  await copy.test(t, 'test/conformance/poll.test.ts', 'VOTE');
  await copy.test(t, 'test/server/http/robots.test.ts', 'robots');
  for (const kind of ['sqlite', 'postgres'])
    await copy.test(t, `test/server/store/${kind}-engine.test.ts`, 'topic');
  const command = ['dist/cli/lectern.js', 'serve', '--help'];
  const help = execFileSync(process.execPath, command, { cwd: copy.folder, encoding: 'utf8' });
  t.match(help, /--robots +Allow search engines/, 'the help lists the option');
});

t.test('adding a stored field keeps existing data', async (t) => {
  const places = [{ data: join(copy.folder, 'data') }, { database: await databases.create(t) }];
  const module = pathToFileURL(join(copy.folder, 'dist/server/store/open-store.js')).href;
  const { openStore: openNew } = (await import(module)) as { openStore: typeof openStore };
  const room = { id: 'blue', title: 'Blue', public: true, speech: 'everyone' } as const;
  for (const place of places) {
    const before = await openStore(place);
    await before.createRoom(room);
    await before.close();
    const after = await openNew(place);
    t.match(await after.room('blue'), room);
    await after.close();
  }
});

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** The folders and files on each floor of a picture in the documentation, the top floor first. */
function floorsOf(picture: string): string[][] {
  const lines = picture.split('\n').map((line) => line.match(/(?<=^ {4}|\S )\S+(?:\/|\.ts)(?= |$)/g) ?? []);
  return lines.filter((line) => line.length > 0);
}

const [floors = [], pageFloors = []] = page
  .split(/\n\n(?! {4})/)
  .filter((part) => /^ {4}\S+\//m.test(part))
  .map((part) => floorsOf(part.replace(/^\S.*$/gm, '')));

/** A copy of the sources that Biome checks, without anything generated. */
function scratch(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-floors-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const name of ['.gitignore', 'biome.json', 'package.json', 'server', 'client', 'web', 'schemas']) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !/\/(dist|generated|node_modules)$/.test(path),
    });
  }
  return folder;
}

/** Runs the part of `npm run check` that does not compile, in another folder. Returns its output. */
function check(folder: string): { status: number | null; output: string } {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lint = scripts.check.split(' && ').slice(1).join(' && ');
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
  };
  const { status, stdout, stderr } = spawnSync(`${lint} --colors=off --max-diagnostics=none`, {
    cwd: folder,
    env,
    shell: true,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return { status, output: stdout + stderr };
}

/** The first source file of a folder, or the file itself. */
function fileIn(place: string): string {
  if (!statSync(join(root, place)).isDirectory()) return place;
  const file = readdirSync(join(root, place)).find((name) => /^[a-z].*\.tsx?$/.test(name));
  return `${place}${file}`;
}

/** Pairs of a file that is added on a lower floor and a file on a higher floor that it imports. */
function upward(floors: string[][]): { planted: string; imported: string }[] {
  return floors.flatMap((floor, index) =>
    floor
      .filter((place) => place.endsWith('/'))
      .flatMap((place) =>
        floors
          .slice(0, index)
          .flat()
          .map((higher) => ({ planted: `${place}planted.ts`, imported: fileIn(higher) })),
      ),
  );
}

t.test('every folder of the server is on a floor', async (t) => {
  const folders = readdirSync(join(root, 'server'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `server/${name}/`);
  t.same(
    floors
      .flat()
      .filter((place) => /^server\/.*\/$/.test(place))
      .sort(),
    folders.sort(),
  );
});

t.test('npm run check fails on every upward import and on circles', async (t) => {
  const folder = scratch(t);
  const clean = check(folder);
  t.equal(clean.status, 0, clean.output);

  const pairs = [...upward(floors), ...upward(pageFloors)];
  const files = new Map<string, string[]>();
  for (const { planted, imported } of pairs) {
    const path = relative(dirname(planted), imported).replace(/\.tsx?$/, '.js');
    files.set(planted, [...(files.get(planted) ?? []), `export type {} from '${path}';`]);
  }
  for (const place of ['server/chat', 'client', 'web']) {
    files.set(`${place}/planted-one.ts`, ["export type { Two as One } from './planted-two.js';"]);
    files.set(`${place}/planted-two.ts`, ["export type { One as Two } from './planted-one.js';"]);
  }
  for (const [file, lines] of files) writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  const { status, output } = check(folder);
  t.equal(status, 1);
  const reports = output.split(/\n(?=\S+:\d+:\d+ )/);
  const named = (file: string, rule: string, other: string) =>
    reports.some(
      (report) => report.startsWith(`${file}:`) && report.includes(rule) && report.includes(other),
    );
  for (const { planted, imported } of pairs) {
    const path = relative(dirname(planted), imported).replace(/\.tsx?$/, '.js');
    t.ok(named(planted, 'noRestrictedImports', `'${path}'`), `${planted} → ${imported}`);
  }
  for (const place of ['server/chat', 'client', 'web']) {
    const [one, two] = [`${place}/planted-one.ts`, `${place}/planted-two.ts`];
    t.ok(named(one, 'noImportCycles', two), `${one} ↔ ${two}`);
  }
});

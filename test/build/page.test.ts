import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import t from 'tap';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

const folder = t.testdir();
const { stdout } = await run(process.execPath, [join(root, 'dist/build/page.js'), folder]);
const assets = join(folder, 'assets');
const pages = join(folder, 'pages');

t.test('the page is bundled, each file is compressed, and it runs under its CSP', async (t) => {
  t.match(stdout, /^home\s+\d+\.\d KiB in \d files\n/);
  const files = await readdir(assets);
  for (const file of files) t.match(file, /-[\da-f]{10}\.(js|css)(\.map|\.br|\.gz)?$/, `${file} has a hash`);
  for (const file of files.filter((file) => file.endsWith('.js'))) {
    const script = await readFile(join(assets, file), 'utf8');
    t.ok(script.trimEnd().endsWith(`//# sourceMappingURL=${file}.map`), `${file} has a source map`);
    t.notMatch(script, /\beval\(|\bnew Function\b/, `nothing in ${file} needs unsafe-eval`);
  }
  const compressed = [
    ...files.filter((file) => /\.(js|css)$/.test(file)).map((file) => join(assets, file)),
    ...(await readdir(pages)).filter((file) => file.endsWith('.html')).map((file) => join(pages, file)),
  ];
  for (const file of compressed) {
    const bytes = await readFile(file);
    t.ok(brotliDecompressSync(await readFile(`${file}.br`)).equals(bytes), `${file}.br`);
    t.ok(gunzipSync(await readFile(`${file}.gz`)).equals(bytes), `${file}.gz`);
  }
});

t.test('each language is in a file of its own', async (t) => {
  const scripts = (await readdir(assets)).filter((file) => file.endsWith('.js'));
  for (const file of scripts.filter((file) => !/(^|\.)ko-/.test(file))) {
    const korean = (await readFile(join(assets, file), 'utf8')).match(/\p{Script=Hangul}+/gu);
    // The switch shows the other language's own name.
    t.strictSame(korean?.filter((word) => word !== '한국어') ?? [], [], file);
  }
});

t.test('the HTML contains no inline script or style, and names only built files', async (t) => {
  const known = new Set((await readdir(assets)).map((file) => `assets/${file}`));
  known.add('icons/lectern-180.png');
  const files = (await readdir(pages)).filter((file) => file.endsWith('.html'));
  t.ok(files.length > 0);
  for (const file of files) {
    const html = await readFile(join(pages, file), 'utf8');
    t.notMatch(html, /\{\{/, `${file} is complete`);
    t.notMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/, file);
    const values = [...html.matchAll(/(?:href|src|data-(?:en|ko|code))="([^"]*)"/g)];
    const names = values.flatMap(([, value = '']) => value.split(' ')).filter(Boolean);
    t.ok(names.length > 5, `${file} names files`);
    for (const name of names) {
      if (/^(\.\.?\/)+$|^data:image\/svg/.test(name)) continue;
      t.ok(known.has(name), `${file} names ${name}`);
    }
  }
});

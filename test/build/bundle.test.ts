import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

t.test('the bundle is built, reports its sizes, and runs under the page’s CSP', async (t) => {
  const outdir = t.testdir();
  const { stdout } = await run(process.execPath, [join(root, 'dist/build/bundle.js'), outdir]);
  const size = String.raw`\s+\d+\.\d KiB minified\s+\d+\.\d KiB gzip`;
  t.match(stdout, new RegExp(`^page${size}\nclient library${size}\n$`));
  const script = await readFile(join(outdir, 'page.js'), 'utf8');
  t.match(script, /\/\/# sourceMappingURL=page\.js\.map\s*$/);
  t.notMatch(script, /\beval\(|\bnew Function\b/, 'nothing in it needs unsafe-eval');
});

t.test('index.html contains no inline script or style, and names only files of this origin', async (t) => {
  const html = await readFile(join(root, 'public/index.html'), 'utf8');
  t.notMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address ?? '');
  t.ok(addresses.length > 0);
  for (const address of addresses) {
    t.match(address, /^\/[^/]/, `${address} is of this origin`);
    t.ok((await readFile(join(root, 'public', address))).length > 0, `${address} is there`);
  }
});

t.test('the page accepts the room names that the protocol allows', async (t) => {
  const { $defs } = JSON.parse(await readFile(join(root, 'schemas/common.json'), 'utf8'));
  const pattern = String($defs.roomId.pattern).replace(/\*\$$/, `{0,${$defs.roomId.maxLength - 1}}$`);
  const router = await readFile(join(root, 'web/router.ts'), 'utf8');
  t.ok(router.includes(`/${pattern}/u`), pattern);
});

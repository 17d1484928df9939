import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';

/**
 * Bundles the page into public/assets/page.js, or the directory given as argument, and prints how large it and
 * the client library are.
 *
 * The name stays the same from build to build, so that public/index.html is a plain file; browsers ask with
 * the ETag whether theirs is still the newest.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const outdir = process.argv[2] ?? join(root, 'public', 'assets');

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
};

const page = build({
  ...common,
  entryPoints: { page: 'web/main.tsx' },
  outdir,
  sourcemap: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
}).then(() => readFile(join(outdir, 'page.js')));

const library = build({
  ...common,
  entryPoints: ['client/dist/index.js'],
  write: false,
}).then(({ outputFiles }) => outputFiles?.[0]?.contents ?? new Uint8Array());

function report(what: string, bytes: Uint8Array): void {
  const kilobytes = (count: number): string => `${(count / 1024).toFixed(1)} KiB`.padStart(10);
  console.log(
    `${what.padEnd(16)}${kilobytes(bytes.length)} minified${kilobytes(gzipSync(bytes).length)} gzip`,
  );
}

report('page', await page);
report('client library', await library);

import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licensesOf } from './licenses.js';

/**
 * Bundles Kysely into dist/server/store/kysely.js, and writes its license beside it. Each start of a server and of its
 * SQLite thread loads this one file instead of 262.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const store = fileURLToPath(new URL('../server/store/', import.meta.url));

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['server/store/kysely.ts'],
  outfile: `${store}kysely.js`,
  bundle: true,
  minifyWhitespace: true,
  minifySyntax: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  banner: { js: '/*! Includes Kysely; its license is in kysely.LICENSES.txt. */' },
  logLevel: 'warning',
  metafile: true,
});
// It belongs to the file that tsc has written.
await rm(`${store}kysely.js.map`, { force: true });
await writeFile(`${store}kysely.LICENSES.txt`, await licensesOf(metafile));

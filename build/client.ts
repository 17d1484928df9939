import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licensesOf } from './licenses.js';

/**
 * Makes the files of client/dist that are not compiled by tsc.
 *
 * Bundles simple-peer into client/dist/peer/simple-peer.js, which client/peer/simple-peer.d.ts describes, and writes the
 * licenses of the bundled packages beside it. simple-peer depends on 15 packages and only works in a browser after bundling;
 * this way, users of the client library need neither those packages nor a bundler.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const target = join(root, 'client/dist/peer/simple-peer.js');

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['simple-peer'],
  outfile: target,
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  inject: ['build/process.ts'],
  define: { global: 'globalThis' },
  legalComments: 'none',
  banner: { js: '/*! Bundled with its dependencies; their licenses are in simple-peer.LICENSES.txt. */' },
  logLevel: 'warning',
  metafile: true,
});

await writeFile(join(dirname(target), 'simple-peer.LICENSES.txt'), await licensesOf(metafile));

// The library as ES modules without further imports, for pages without a bundler. simple-peer is a file of its own.
await rm(join(root, 'client/dist/browser'), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: {
    'lectern-client': 'client/dist/index.js',
    element: 'client/dist/element/index.js',
    validation: 'client/dist/validation.js',
  },
  outdir: 'client/dist/browser',
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'inline',
  logLevel: 'warning',
});

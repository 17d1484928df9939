import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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

interface PackageJson {
  name: string;
  version: string;
  license: string;
  author?: string | { name: string };
}

const readOrNothing = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch(() => undefined);

/** The text of a package's license or, if the package comes without one, the license's name and the author. */
async function license(directory: string): Promise<string> {
  const { name, version, license, author } = JSON.parse(
    await readFile(join(directory, 'package.json'), 'utf8'),
  ) as PackageJson;
  const text =
    (await readOrNothing(join(directory, 'LICENSE'))) ?? (await readOrNothing(join(directory, 'license.md')));
  const holder = typeof author === 'object' ? author.name : (author ?? 'its authors');
  return `${name} ${version}\n\n${text?.trim() ?? `${license} license, copyright by ${holder}`}\n`;
}

/** The directories of the packages whose files are in the bundle. */
const packages = new Set(
  Object.keys(metafile.inputs)
    .map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter((directory) => directory !== undefined),
);
const licenses = await Promise.all([...packages].sort().map((directory) => license(join(root, directory))));
await writeFile(join(dirname(target), 'simple-peer.LICENSES.txt'), licenses.join(`\n${'-'.repeat(80)}\n\n`));

// The library as ES modules without further imports, for pages without a bundler. simple-peer is a file of its own.
await rm(join(root, 'client/dist/browser'), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { 'lectern-client': 'client/dist/index.js', validation: 'client/dist/validation.js' },
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

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { pagePaths } from '../server/http/page-paths.js';
import { filesOf, htmlOf } from './html.js';
import { compress, compressedSize } from './precompress.js';

/**
 * Bundles web/ and prints what the first visit of each page transfers. The bundles go to public/assets/, with a hash of
 * the content in each name so that browsers keep them for good; the HTML files, which name the bundles, go to
 * dist/pages/. With a folder as the argument, both go there instead. Every file has a compressed version beside it, so
 * that answering a request costs no compression.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const [folder] = process.argv.slice(2);
const assets = folder ? join(folder, 'assets') : join(root, 'public/assets');
const pages = folder ? join(folder, 'pages') : join(root, 'dist/pages');

/** Code of every page. Without a file for all of it, a first visit would request several small ones. */
const ofEveryPage =
  /\/web\/(identity|preferences|router|refusal)\.ts$|\/web\/components\/site-header\.tsx$|\/request-error\.js$/;

/** Small modules of most pages except the start page. Alone, each would be a file, since each is of other pages. */
const ofManyPages =
  /\/web\/(format|clipboard|known-names|person)\.ts$|\/web\/components\/(menu|menu-item|empty-state|segmented-control|retry-notice|copy-button|person-name|reconnecting)\.tsx$/;

async function bundle(): Promise<Rolldown.RolldownOutput> {
  const result = await build({
    configFile: false,
    root: join(root, 'web'),
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    // Files find each other wherever the page is served: also under a path that a proxy strips.
    base: './',
    build: {
      outDir: assets,
      // Subfolders stay: docs/client.md puts bundled examples there.
      emptyOutDir: false,
      assetsDir: '',
      target: 'es2022',
      sourcemap: true,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: { page: join(root, 'web/main.tsx'), boot: join(root, 'web/boot.ts') },
        output: {
          // As the server recognizes them: server/http/pages.ts.
          hashCharacters: 'hex',
          entryFileNames: '[name]-[hash:10].js',
          chunkFileNames: '[name]-[hash:10].js',
          assetFileNames: '[name]-[hash:10][extname]',
          codeSplitting: {
            groups: [
              { name: 'shared', test: ofEveryPage },
              { name: 'parts', test: ofManyPages, includeDependenciesRecursively: false },
            ],
          },
        },
      },
    },
  });
  if (!('output' in result)) throw new Error('Vite did not return one bundle');
  return result;
}

await mkdir(assets, { recursive: true });
for (const former of await readdir(assets, { withFileTypes: true })) {
  if (former.isFile()) await rm(join(assets, former.name));
}
const { output } = await bundle();
const template = await readFile(join(root, 'web/index.html'), 'utf8');
const icon = await readFile(join(root, 'public/icons/lectern.svg'));
await rm(pages, { recursive: true, force: true });
await mkdir(pages, { recursive: true });
for (const [path, name] of Object.entries(pagePaths)) {
  await writeFile(join(pages, `${name}.html`), htmlOf(template, path, name, filesOf(name, output), icon));
}
const written = [
  ...output.map(({ fileName }) => join(assets, fileName)),
  ...Object.values(pagePaths).map((name) => join(pages, `${name}.html`)),
];
await compress(written.filter((file) => /\.(css|html|js)$/.test(file)));

for (const name of Object.values(pagePaths)) {
  const { boot, styles, entry, shared, code, texts } = filesOf(name, output);
  const first = [boot, styles, entry, ...shared, ...code, texts.en].map((file) => join(assets, file));
  const sizes = await Promise.all([join(pages, `${name}.html`), ...first].map(compressedSize));
  const sum = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${name.padEnd(16)}${(sum / 1024).toFixed(1).padStart(6)} KiB in ${sizes.length} files`);
}

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** Bytes of JavaScript. */
export interface Size {
  minified: number;
  gzip: number;
}

export interface BundleSize {
  /** The files that a page loads at the start. */
  initial: Size;
  /** The files that it loads when it calls `import()`. */
  lazy: Size;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The parts of the client library that a page uses, with the maximum size of its initial files in bytes. */
export const clientBundles: readonly { names: readonly string[]; most: Size }[] = [
  { names: ['Signaler'], most: { minified: 25_000, gzip: 9_000 } },
  { names: ['Signaler', 'Manager'], most: { minified: 65_000, gzip: 20_000 } },
  { names: ['Signaler', 'Manager', 'Lecture', 'PlayerSync'], most: { minified: 95_000, gzip: 28_000 } },
];

/** The names as imports from a package, in a form that bundlers do not remove. */
export const importing = (names: readonly string[], from: string): string =>
  `import { ${names.join(', ')} } from '${from}';\nconsole.log(${names.join(', ')});\n`;

/**
 * Bundles a page's script as an application would: with esbuild, for browsers, minified and split.
 * @param folder where its imports are resolved, relative to the checkout
 */
export async function bundleSize(script: string, folder = '.'): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: script, resolveDir: fileURLToPath(new URL(folder, `file://${root}`)) },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    legalComments: 'none',
    outdir: 'bundle',
    metafile: true,
    write: false,
  });
  const entry = Object.keys(metafile.outputs).filter(
    (file) => metafile.outputs[file]?.entryPoint === '<stdin>',
  );
  const initial = reachable(metafile, entry, ['import-statement']);
  const all = reachable(metafile, entry, ['import-statement', 'dynamic-import']);
  const sizeOf = (isWanted: (file: string) => boolean): Size => {
    const files = outputFiles.filter(({ path }) => isWanted(path.slice(root.length)));
    return {
      minified: sum(files.map(({ contents }) => contents.length)),
      gzip: sum(files.map(({ contents }) => gzipSync(contents).length)),
    };
  };
  return {
    initial: sizeOf((file) => initial.has(file)),
    lazy: sizeOf((file) => all.has(file) && !initial.has(file)),
  };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/** Files, and those that they import in these ways. esbuild also writes files for imports in code that it left out. */
function reachable({ outputs }: Metafile, from: string[], kinds: string[]): Set<string> {
  const files = new Set(from);
  for (const file of files) {
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kinds.includes(kind)) files.add(path);
  }
  return files;
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

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

/** Returns the licenses of all packages whose files are in a bundle that was built in the repository's folder. */
export async function licensesOf({ inputs }: Metafile): Promise<string> {
  const packages = new Set(
    Object.keys(inputs)
      .map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
      .filter((directory) => directory !== undefined),
  );
  const licenses = await Promise.all([...packages].sort().map((directory) => license(join(root, directory))));
  return licenses.join(`\n${'-'.repeat(80)}\n\n`);
}

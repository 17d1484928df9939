import { mkdir, rm, symlink } from 'node:fs/promises';

/**
 * Links lectern-protocol into client/node_modules while `npm pack` runs, or removes the link, with `--remove`. npm links
 * the workspaces at the top of the repository only, and packs a bundled dependency only from the package's own folder.
 */
const directory = new URL('../../client/node_modules/', import.meta.url);
const link = new URL('lectern-protocol', directory);

await rm(link, { force: true });
if (!process.argv.includes('--remove')) {
  await mkdir(directory, { recursive: true });
  await symlink('../../schemas', link, 'junction');
}

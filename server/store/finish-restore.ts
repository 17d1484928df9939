import { existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { COMPANIONS, RESTORE_PART, RESTORE_READY, sync } from './data-folder.js';

/**
 * Finishes a restore that was interrupted after its files were complete, and removes one that was interrupted before.
 * Returns whether there was one to finish. Requires the lock of the folder.
 */
export function finishRestore(folder: string): boolean {
  rmSync(join(folder, RESTORE_PART), { recursive: true, force: true });
  const ready = join(folder, RESTORE_READY);
  if (!existsSync(ready)) return false;
  // First, since SQLite would apply the log of the old database to the new one.
  for (const name of COMPANIONS) rmSync(join(folder, name), { force: true });
  for (const name of readdirSync(ready)) {
    rmSync(join(folder, name), { recursive: true, force: true });
    renameSync(join(ready, name), join(folder, name));
  }
  sync(folder);
  rmdirSync(ready);
  return true;
}

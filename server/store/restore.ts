import { accessSync, constants, createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar';
import { checkIntegrity } from './check-integrity.js';
import { DATABASE, RESTORE_PART, RESTORE_READY, sync } from './data-folder.js';
import { DataFolderLock } from './data-folder-lock.js';
import { StoreError } from './errors.js';
import { finishRestore } from './finish-restore.js';
import { openSqliteFile } from './sqlite-file.js';

/**
 * Puts the content of a backup into a data folder that no server uses. If the process is killed, the folder has its
 * old state, or the next server or restore finishes what is left to do.
 * @param replace whether a database in the folder is replaced
 * @throws StoreError if the folder is in use or contains a database, or if the backup cannot be used
 */
export async function restoreBackup(
  backup: string,
  folder: string,
  { replace }: { replace: boolean },
): Promise<void> {
  const file = resolve(backup);
  checkReadable(file);
  const data = resolve(folder);
  const lock = await DataFolderLock.acquire(data);
  try {
    finishRestore(data);
    if (!replace && [DATABASE, 'secret'].some((name) => existsSync(join(data, name))))
      throw new StoreError(
        `The folder ${data} contains a server's data: choose another folder with --data, or replace the data with --force.`,
      );
    const part = join(data, RESTORE_PART);
    await mkdir(part, { mode: 0o700 });
    try {
      await unpack(file, part);
      await checkDatabase(part, file);
      await syncAll(part);
      await rename(part, join(data, RESTORE_READY));
    } catch (error) {
      // The archive's reader can still write a file after an error.
      await rm(part, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
    sync(data);
    finishRestore(data);
  } finally {
    lock.release();
  }
}

function checkReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new StoreError(`The backup ${file} cannot be read: ${(error as Error).message}.`);
  }
}

async function unpack(file: string, folder: string): Promise<void> {
  try {
    await pipeline(createReadStream(file), extract({ cwd: folder, strict: true }));
  } catch (error) {
    // A call of the system failed, for example because the disk is full.
    if ((error as NodeJS.ErrnoException).syscall) throw error;
    throw new StoreError(`${file} is not a backup, or it is damaged: ${(error as Error).message}.`);
  }
  if (!existsSync(join(folder, DATABASE)))
    throw new StoreError(`${file} is not a backup: it contains no ${DATABASE}.`);
}

/** Also migrates the database, so that a backup of a newer version is refused while the old data is still there. */
async function checkDatabase(folder: string, file: string): Promise<void> {
  try {
    await checkIntegrity(join(folder, DATABASE));
    const { connection } = await openSqliteFile(folder, false);
    // Moves everything into the one file. The server uses a log again.
    connection.exec('pragma journal_mode = DELETE');
    connection.close();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(`The backup ${file} cannot be used. ${error.message}`);
  }
}

async function syncAll(folder: string): Promise<void> {
  for (const path of await readdir(folder, { recursive: true })) sync(join(folder, path));
  sync(folder);
}

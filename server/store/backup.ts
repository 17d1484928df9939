import { existsSync, lstatSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { create } from 'tar';
import { checkIntegrity } from './check-integrity.js';
import { COMPANIONS, DATABASE, OF_THE_SERVER, RESTORE_PART, RESTORE_READY, sync } from './data-folder.js';
import { StoreError } from './errors.js';
import { loadSqlite } from './load-sqlite.js';
import { explainSqliteError, isSqliteError } from './sqlite-errors.js';
import { BUSY_TIMEOUT } from './sqlite-file.js';

/** The content of a backup. */
export interface BackupReport {
  /** Path of the backup. */
  file: string;
  /** Size of the database in bytes. */
  databaseBytes: number;
  /** Paths of the other files. */
  files: string[];
  /** Paths that the backup does not contain, since they are neither files nor folders. */
  leftOut: string[];
}

/**
 * Writes a backup of a data folder, a tar archive compressed with gzip. A server can use the folder meanwhile: the
 * database in the backup has its state of one moment.
 * @param replace whether an existing file is replaced
 * @throws StoreError if there is no database, if it is damaged, or if the file exists
 */
export async function backUp(
  folder: string,
  target: string,
  { replace }: { replace: boolean },
): Promise<BackupReport> {
  const data = resolve(folder);
  const file = resolve(target);
  if (existsSync(join(data, RESTORE_READY)))
    throw new StoreError(
      `A restore into ${data} was interrupted: start the server, which finishes it, and try again.`,
    );
  if (!existsSync(join(data, DATABASE)))
    throw new StoreError(
      `The folder ${data} contains no database: choose the server's data folder with --data.`,
    );
  if (!replace && existsSync(file))
    throw new StoreError(`The file ${file} exists: choose another name, or replace the file with --force.`);
  if (file.startsWith(data + sep))
    throw new StoreError(`The file ${file} is in the data folder: choose a place outside of it.`);
  // Beside the file, so that the finished backup only has to be renamed.
  const work = await mkdtemp(`${file}.part-`);
  try {
    const database = join(work, DATABASE);
    // First, so that the files that the database mentions are in the backup, even if others are added meanwhile.
    await copyDatabase(join(data, DATABASE), database);
    await checkIntegrity(database);
    const { files, leftOut } = await filesOf(data);
    const archive = join(work, 'backup.tar.gz');
    await create(
      {
        file: archive,
        mode: 0o600,
        cwd: data,
        gzip: true,
        portable: true,
        preservePaths: true,
        onWriteEntry: (entry) => {
          if (entry.path === database) entry.path = DATABASE;
        },
      },
      [database, ...files],
    );
    sync(archive);
    await rename(archive, file);
    sync(dirname(file));
    return { file, databaseBytes: statSync(database).size, files, leftOut };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function copyDatabase(from: string, to: string): Promise<void> {
  const { DatabaseSync, backup } = await loadSqlite();
  const location = pathToFileURL(from);
  location.searchParams.set('mode', 'rw');
  try {
    const connection = new DatabaseSync(location, { timeout: BUSY_TIMEOUT });
    try {
      // All pages in one step: SQLite starts over if the database changes between two steps.
      await backup(connection, to, { rate: -1 });
    } finally {
      connection.close();
    }
  } catch (error) {
    throw isSqliteError(error) ? new StoreError(explainSqliteError(error, from)) : error;
  }
}

const notInBackup = new Set([DATABASE, ...COMPANIONS, ...OF_THE_SERVER, RESTORE_PART]);

async function filesOf(data: string): Promise<Pick<BackupReport, 'files' | 'leftOut'>> {
  const files: string[] = [];
  const leftOut: string[] = [];
  for (const path of (await readdir(data, { recursive: true })).sort()) {
    if (notInBackup.has(path.split(sep, 1)[0] ?? '')) continue;
    const found = lstatSync(join(data, path));
    if (found.isFile()) files.push(path);
    else if (!found.isDirectory()) leftOut.push(path);
  }
  return { files, leftOut };
}

import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { StoreError } from './errors.js';
import { Kysely } from './kysely.js';
import { kyselyDialect } from './kysely-dialect.js';
import { loadSqlite } from './load-sqlite.js';
import { migrate } from './migrations/migrate.js';
import { sqliteDialect } from './migrations/migration.js';
import { explainSqliteError, isBusy, isSqliteError } from './sqlite-errors.js';
import type { Tables } from './tables.js';

/** Maximum time in ms to wait for a lock that another process holds. */
export const BUSY_TIMEOUT = 2000;

/** Maximum time in ms to retry switching to WAL mode, which ignores the busy timeout. */
const WAL_RETRY_TIME = 1000;

/** Size of the page cache in KiB, eight times the default. */
const CACHE_SIZE = 16_000;

export interface SqliteFile {
  /** For transactions. The queries in `db` run on the same connection. */
  connection: DatabaseSyncInstance;
  db: Kysely<Tables>;
}

/**
 * Opens `lectern.db` in a folder and migrates its tables.
 * @param create whether a missing folder or file is created
 * @throws StoreError if the database cannot be opened or migrated
 */
export async function openSqliteFile(folder: string, create: boolean): Promise<SqliteFile> {
  const file = resolve(folder, 'lectern.db');
  if (create) {
    prepareFolder(folder);
    // SQLite would silently open a file without write permission as read-only.
    if (existsSync(file)) checkWritable(`The database ${file}`, () => accessSync(file, constants.W_OK));
  }
  const { DatabaseSync } = await loadSqlite();
  let connection: DatabaseSyncInstance | undefined;
  try {
    const location = pathToFileURL(file);
    location.searchParams.set('mode', create ? 'rwc' : 'rw');
    connection = new DatabaseSync(location, { timeout: BUSY_TIMEOUT });
    configure(connection, file);
    const dialect = kyselyDialect(connection);
    // Other processes that open the database at the same time wait here.
    connection.exec('begin immediate');
    await migrate(new Kysely({ dialect }), sqliteDialect, `The database ${file}`);
    connection.exec('commit');
    return { connection, db: new Kysely({ dialect }) };
  } catch (error) {
    connection?.close();
    throw isSqliteError(error) ? new StoreError(explainSqliteError(error, file)) : error;
  }
}

/** Creates the data folder if it is missing. @throws StoreError if it cannot be written */
export function prepareFolder(folder: string): void {
  const path = resolve(folder);
  checkWritable(`The data folder ${path}`, () => {
    makeFolder(path);
    accessSync(path, constants.W_OK | constants.X_OK);
  });
}

function checkWritable(what: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new StoreError(`${what} cannot be written: ${reasons[code] ?? message}.`);
  }
}

/** Creates a folder and its parents. `recursive` of mkdirSync would loop forever on file systems like /proc. */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder));
  try {
    // Other users of the machine must not read what people write to each other.
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process can have created it in the meantime.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const reasons: Record<string, string> = {
  EACCES: 'this user lacks the permission; grant it, or choose another folder',
  EPERM: 'this user lacks the permission; grant it, or choose another folder',
  EROFS: 'the file system is mounted read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
  ENOENT: 'a part of its path does not exist and cannot be created',
};

function configure(connection: DatabaseSyncInstance, file: string): void {
  // This statement does not wait for locks, and fails if two processes create the same file at the same time.
  const deadline = performance.now() + WAL_RETRY_TIME;
  for (;;) {
    try {
      connection.exec('pragma journal_mode = WAL');
      break;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
  }
  if (connection.prepare('pragma journal_mode').get().journal_mode !== 'wal') {
    throw new StoreError(
      `The file system of ${file} does not support shared memory, which the database needs: choose a folder on a local disk.`,
    );
  }
  connection.exec(`pragma synchronous = FULL; pragma foreign_keys = ON; pragma cache_size = -${CACHE_SIZE}`);
}

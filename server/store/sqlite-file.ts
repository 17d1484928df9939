import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Kysely } from 'kysely';
import { StoreError } from './errors.js';
import { migrate } from './migrations/migrate.js';
import { sqliteDialect } from './migrations/migration.js';
import { explainSqliteError, isBusy, isSqliteError } from './sqlite-errors.js';
import { kyselyDialect } from './sqlite-kysely.js';
import type { Tables } from './tables.js';

/** ms to wait for a lock that another process holds. */
export const BUSY_TIMEOUT = 2000;

/** ms to try again what does not wait for a lock by itself. */
const RETRYING = 1000;

/** KiB of pages that SQLite keeps in memory, eight times its default. */
const CACHE = 16_000;

export interface SqliteFile {
  /** For transactions; the queries go through `db`, on the same connection. */
  connection: DatabaseSyncInstance;
  db: Kysely<Tables>;
}

/**
 * Opens `lectern.db` in a folder, and brings its tables up to date.
 * @param create makes folder and file where they are missing
 * @throws StoreError where that cannot be done, with what to do about it
 */
export async function openSqliteFile(folder: string, create: boolean): Promise<SqliteFile> {
  const file = resolve(folder, 'lectern.db');
  if (create) {
    const folder = dirname(file);
    writable(`The data folder ${folder}`, () => {
      makeWithParents(folder);
      accessSync(folder, constants.W_OK | constants.X_OK);
    });
    // SQLite itself would be content with reading.
    if (existsSync(file)) writable(`The database ${file}`, () => accessSync(file, constants.W_OK));
  }
  const { DatabaseSync } = await loadSqlite();
  let connection: DatabaseSyncInstance | undefined;
  try {
    const location = pathToFileURL(file);
    location.searchParams.set('mode', create ? 'rwc' : 'rw');
    connection = new DatabaseSync(location, { timeout: BUSY_TIMEOUT });
    configure(connection, file);
    const dialect = kyselyDialect(connection);
    // Whoever else starts at this moment waits here.
    connection.exec('begin immediate');
    await migrate(new Kysely({ dialect }), sqliteDialect, `The database ${file}`);
    connection.exec('commit');
    return { connection, db: new Kysely({ dialect }) };
  } catch (error) {
    connection?.close();
    throw isSqliteError(error) ? new StoreError(explainSqliteError(error, file)) : error;
  }
}

/**
 * Loads the database module, which is native code for the platforms that its package has a binary for.
 * @throws StoreError if it has none for this one
 */
async function loadSqlite() {
  try {
    return await import('@photostructure/sqlite');
  } catch (error) {
    const { platform, arch, version } = process;
    const [reason = ''] = (error as Error).message.split('\n');
    throw new StoreError(
      `The database module @photostructure/sqlite cannot be loaded by Node ${version} on ${platform} ${arch}: run ` +
        `\`npm ci\` on this machine, or use PostgreSQL (--database). ${reason}`,
    );
  }
}

function writable(what: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new StoreError(`${what} cannot be written: ${reasons[code] ?? message}.`);
  }
}

/** Not mkdir's own `recursive`, which goes round for ever where a file system such as /proc makes no folders. */
function makeWithParents(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (!existsSync(dirname(folder))) makeWithParents(dirname(folder));
  // What people say to each other is nobody else's on this machine.
  mkdirSync(folder, { mode: 0o700 });
}

const reasons: Record<string, string> = {
  EACCES: 'this user has not the right to; grant it, or choose another folder',
  EPERM: 'this user has not the right to; grant it, or choose another folder',
  EROFS: 'the file system is mounted read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
  ENOENT: 'a part of its path does not exist and cannot be made',
};

function configure(connection: DatabaseSyncInstance, file: string): void {
  // Two processes that make the same file new get in each other's way in this one step, which does not wait.
  const deadline = performance.now() + RETRYING;
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
      `The file system of ${file} cannot share memory, which the database needs: choose a folder on a local disk.`,
    );
  }
  connection.exec(`pragma synchronous = FULL; pragma foreign_keys = ON; pragma cache_size = -${CACHE}`);
}

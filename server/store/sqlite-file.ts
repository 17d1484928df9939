import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database, { type Database as SqliteDatabase } from 'better-sqlite3';
import { Kysely, type SqliteDatabase as KyselyDatabase, SqliteDialect } from 'kysely';
import { Refusal } from '../protocol/errors.js';
import { unavailable } from './engine.js';
import { StoreError } from './errors.js';
import { migrate } from './migrations/migrate.js';
import { sqliteDialect } from './migrations/migration.js';
import type { Tables } from './tables.js';

/** ms to wait for a lock that another process holds. */
export const BUSY_TIMEOUT = 2000;

/** ms to try again what does not wait for a lock by itself. */
const RETRYING = 1000;

export interface SqliteFile {
  /** For transactions; the queries go through `db`, on the same connection. */
  connection: SqliteDatabase;
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
  let connection: SqliteDatabase | undefined;
  try {
    connection = new Database(file, { timeout: BUSY_TIMEOUT, fileMustExist: !create });
    configure(connection);
    const dialect = new SqliteDialect({ database: remembering(connection) });
    // Whoever else starts at this moment waits here.
    connection.exec('begin immediate');
    await migrate(new Kysely({ dialect }), sqliteDialect, `The database ${file}`);
    connection.exec('commit');
    return { connection, db: new Kysely({ dialect }) };
  } catch (error) {
    connection?.close();
    throw isSqliteError(error) ? new StoreError(explain(error, file)) : error;
  }
}

/** Statements that are kept at most; only lists of ids bring ever new ones. */
const STATEMENTS = 200;

/** The same connection, but one that parses each statement once. */
function remembering(connection: SqliteDatabase): KyselyDatabase {
  const statements = new Map<string, ReturnType<KyselyDatabase['prepare']>>();
  return {
    close: () => void connection.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      if (statements.size === STATEMENTS) statements.clear();
      const statement = connection.prepare<readonly unknown[]>(sql);
      statements.set(sql, statement);
      return statement;
    },
  };
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

function configure(connection: SqliteDatabase): void {
  // Two processes that make the same file new get in each other's way in this one step, which does not wait.
  const deadline = performance.now() + RETRYING;
  for (;;) {
    try {
      connection.pragma('journal_mode = WAL');
      break;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
  }
  if (connection.pragma('journal_mode', { simple: true }) !== 'wal') {
    throw new StoreError(
      `The file system of ${connection.name} cannot share memory, which the database needs: choose a folder on a local disk.`,
    );
  }
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
}

type SqliteError = Error & { code: string };

const isSqliteError = (error: unknown): error is SqliteError => error instanceof Database.SqliteError;

const isBusy = (error: unknown): boolean => isSqliteError(error) && error.code.startsWith('SQLITE_BUSY');

function explain({ code, message }: SqliteError, file: string): string {
  if (code === 'SQLITE_NOTADB') return `${file} is not a database: move it away, or choose another folder.`;
  if (code.startsWith('SQLITE_CORRUPT'))
    return `The database ${file} is damaged: restore it from a backup, or move it away.`;
  if (code.startsWith('SQLITE_BUSY'))
    return `The database ${file} is locked by another process: stop that one first.`;
  if (code === 'SQLITE_FULL') return `The database ${file} cannot be opened: the disk is full.`;
  return `The database ${file} cannot be opened: ${message} (${code}).`;
}

/** What of SQLite's errors is a matter of the moment, and not of the query. */
const passing = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL|INTERRUPT)/;

/** What the caller is told of an error in a query. */
export function sqliteRefusal(error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  if (error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY')
    return new Refusal('not-found', 'what this refers to does not exist');
  return passing.test(error.code) ? unavailable(error) : error;
}

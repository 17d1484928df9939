import { Refusal } from '../protocol/errors.js';
import { databaseUnavailable } from './engine.js';

/** The result codes of SQLite that need handling, see https://sqlite.org/rescode.html. */
const code = {
  BUSY: 5,
  LOCKED: 6,
  NOMEM: 7,
  READONLY: 8,
  INTERRUPT: 9,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  PROTOCOL: 15,
  NOTADB: 26,
  CONSTRAINT_FOREIGNKEY: 787,
} as const;

/** Result codes by error message, for errors that have no code. */
const codes: ReadonlyMap<string, number> = new Map([
  ['database is locked', code.BUSY],
  ['database table is locked', code.LOCKED],
  ['out of memory', code.NOMEM],
  ['attempt to write a readonly database', code.READONLY],
  ['interrupted', code.INTERRUPT],
  ['disk I/O error', code.IOERR],
  ['database disk image is malformed', code.CORRUPT],
  ['database or disk is full', code.FULL],
  ['unable to open database file', code.CANTOPEN],
  ['locking protocol', code.PROTOCOL],
  ['file is not a database', code.NOTADB],
  ['FOREIGN KEY constraint failed', code.CONSTRAINT_FOREIGNKEY],
]);

/** An error that SQLite reported, in the form of `node:sqlite`. */
interface SqliteError extends Error {
  code: 'ERR_SQLITE_ERROR';
  /** Extended result code. Errors of `StatementSync.all` lack it in @photostructure/sqlite 1.2. */
  errcode?: number;
}

/** Tells whether SQLite reported an error, as opposed to a bug in the program. */
export const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';

const extendedCode = ({ errcode, message }: SqliteError): number => errcode ?? codes.get(message) ?? 0;

/** The primary result code is in the lowest 8 bits of the extended one. */
const primaryCode = (error: SqliteError): number => extendedCode(error) & 0xff;

/** Tells whether a call failed because another connection held its lock for longer than the busy timeout. */
export const isBusy = (error: unknown): boolean => isSqliteError(error) && primaryCode(error) === code.BUSY;

/** Returns the message of a StoreError: why the database cannot be opened, and what to do. */
export function explainSqliteError(error: SqliteError, file: string): string {
  switch (primaryCode(error)) {
    case code.NOTADB:
      return `${file} is not a database: move it away, or choose another folder.`;
    case code.CORRUPT:
      return `The database ${file} is damaged: restore it from a backup, or move it away.`;
    case code.BUSY:
      return `The database ${file} is locked by another process: stop that process first.`;
    case code.FULL:
      return `The database ${file} cannot be opened: the disk is full.`;
    default:
      return `The database ${file} cannot be opened: ${error.message} (SQLite error ${extendedCode(error)}).`;
  }
}

/** Codes of errors after which the same call can succeed later. */
const transient: ReadonlySet<number> = new Set([
  code.BUSY,
  code.LOCKED,
  code.NOMEM,
  code.READONLY,
  code.INTERRUPT,
  code.IOERR,
  code.FULL,
  code.CANTOPEN,
  code.PROTOCOL,
]);

/** Returns the Refusal to send for an error in a query, or the error itself if it is a bug in the program. */
export function sqliteRefusal(error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  if (extendedCode(error) === code.CONSTRAINT_FOREIGNKEY)
    return new Refusal('not-found', 'the object that this request refers to does not exist');
  return transient.has(primaryCode(error)) ? databaseUnavailable(error) : error;
}

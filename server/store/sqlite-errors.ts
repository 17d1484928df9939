import { Refusal } from '../protocol/errors.js';
import { unavailable } from './engine.js';

/** SQLite's result codes that are handled here, see https://sqlite.org/rescode.html. */
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

/** The code that belongs to a message of SQLite, for errors without one. */
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

/** An error that SQLite reported, as `node:sqlite` and its equivalents throw it. */
interface SqliteError extends Error {
  code: 'ERR_SQLITE_ERROR';
  /** The extended result code. `all` of @photostructure/sqlite 1.2 leaves it out, other than `get` and `run`. */
  errcode?: number;
}

/** Whether an error was reported by SQLite, as opposed to a fault of the program. */
export const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';

const extendedCode = ({ errcode, message }: SqliteError): number => errcode ?? codes.get(message) ?? 0;

/** The code without its details, in the lowest 8 bits of the extended one. */
const primaryCode = (error: SqliteError): number => extendedCode(error) & 0xff;

/** Whether another connection holds a lock for longer than this one waits. */
export const isBusy = (error: unknown): boolean => isSqliteError(error) && primaryCode(error) === code.BUSY;

/** Returns a sentence for the operator: why the database cannot be opened, and what to do. */
export function explainSqliteError(error: SqliteError, file: string): string {
  switch (primaryCode(error)) {
    case code.NOTADB:
      return `${file} is not a database: move it away, or choose another folder.`;
    case code.CORRUPT:
      return `The database ${file} is damaged: restore it from a backup, or move it away.`;
    case code.BUSY:
      return `The database ${file} is locked by another process: stop that one first.`;
    case code.FULL:
      return `The database ${file} cannot be opened: the disk is full.`;
    default:
      return `The database ${file} cannot be opened: ${error.message} (SQLite error ${extendedCode(error)}).`;
  }
}

/** Errors that can pass without a change of the query or of the program. */
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

/** Returns the Refusal for an error in a query, or the error itself if it is a fault of the program. */
export function sqliteRefusal(error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  if (extendedCode(error) === code.CONSTRAINT_FOREIGNKEY)
    return new Refusal('not-found', 'what this refers to does not exist');
  return transient.has(primaryCode(error)) ? unavailable(error) : error;
}

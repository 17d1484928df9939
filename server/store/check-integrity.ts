import { pathToFileURL } from 'node:url';
import { StoreError } from './errors.js';
import { loadSqlite } from './load-sqlite.js';
import { explainSqliteError, isSqliteError } from './sqlite-errors.js';

/**
 * Checks every page, index and reference of a database file that no process uses.
 * @throws StoreError if it is damaged, or not a database of Lectern
 */
export async function checkIntegrity(file: string): Promise<void> {
  const { DatabaseSync } = await loadSqlite();
  const location = pathToFileURL(file);
  // Without files beside it. The database is complete without its log.
  location.searchParams.set('immutable', '1');
  try {
    const connection = new DatabaseSync(location, { readOnly: true });
    try {
      const [first] = connection.prepare('pragma integrity_check').all() as { integrity_check: string }[];
      if (first?.integrity_check !== 'ok')
        throw new StoreError(`The database ${file} is damaged: ${first?.integrity_check}.`);
      const orphans = connection.prepare('pragma foreign_key_check').all().length;
      if (orphans > 0)
        throw new StoreError(
          `The database ${file} is damaged: ${orphans} rows refer to rows that are missing.`,
        );
      connection.prepare('select version from schema_versions').all();
    } finally {
      connection.close();
    }
  } catch (error) {
    throw isSqliteError(error) ? new StoreError(explainSqliteError(error, file)) : error;
  }
}

import { openPostgres } from './postgres-engine.js';
import { openSqlite } from './sqlite-engine.js';
import type { Store } from './store.js';

/** Location of the database: a folder for SQLite, created if missing, or a URL `postgres://user:password@host/database`. */
export type StoreOptions = { data: string } | { database: string };

/**
 * Opens the store and creates or migrates its tables.
 * @throws StoreError if the database cannot be opened or migrated
 */
export function openStore(options: StoreOptions): Promise<Store> {
  return 'data' in options ? openSqlite(options.data) : openPostgres(options.database);
}

import { openPostgres } from './postgres.js';
import { openSqlite } from './sqlite.js';
import type { Store } from './store.js';

/** Where the database is: a folder, made where it is missing, or a URL such as `postgres://user:password@host/database`. */
export type StoreOptions = { data: string } | { database: string };

/**
 * Opens the store, makes or brings up to date its tables.
 * @throws StoreError where that cannot be done, with what to do about it
 */
export function openStore(options: StoreOptions): Promise<Store> {
  return 'data' in options ? openSqlite(options.data) : openPostgres(options.database);
}

import type { Store } from './store.js';

/** Location of the database: a folder for SQLite, created if missing, or a URL `postgres://user:password@host/database`. */
export type StoreOptions = { data: string } | { database: string };

/**
 * Opens the store and creates or migrates its tables.
 * @throws StoreError if the database cannot be opened or migrated
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  // Only the driver in use is loaded. Each takes several MB of memory.
  if ('data' in options) {
    const { openSqlite } = await import('./sqlite-engine.js');
    return openSqlite(options.data);
  }
  const { openPostgres } = await import('./postgres-engine.js');
  return openPostgres(options.database);
}

import { sql } from '../kysely.js';
import { type Migration, notNull } from './migration.js';

/** When classes, and rooms with settings, were last used, so that unused ones can be deleted. */
export const lastUse: Migration = {
  name: '0007-last-use',
  async up(db) {
    for (const table of ['classes', 'rooms']) {
      await db.schema
        .alterTable(table)
        .addColumn('used_ms', 'bigint', (column) => notNull(column).defaultTo(sql.lit(Date.now())))
        .execute();
      await db.schema.createIndex(`${table}_used_ms`).on(table).column('used_ms').execute();
    }
  },
};

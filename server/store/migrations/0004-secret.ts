import { type Migration, required } from './migration.js';

/** What the nodes that share a database sign with. */
export const secret: Migration = {
  name: '0004-secret',
  async up(db) {
    await db.schema
      .createTable('secrets')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('secret', 'text', required)
      .execute();
  },
};

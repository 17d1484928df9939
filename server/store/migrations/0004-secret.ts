import { type Migration, notNull } from './migration.js';

/** The signing secret of the nodes that share the database. */
export const secret: Migration = {
  name: '0004-secret',
  async up(db) {
    await db.schema
      .createTable('secrets')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('secret', 'text', notNull)
      .execute();
  },
};

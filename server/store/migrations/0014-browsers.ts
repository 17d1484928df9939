import { type Migration, notNull } from './migration.js';

/** The browsers of guests who use several, and the links with which they add one. */
export const browsers: Migration = {
  name: '0014-browsers',
  async up(db) {
    await db.schema
      .createTable('browsers')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('user_id', 'text', notNull)
      .addColumn('name', 'text', notNull)
      .addColumn('created_ms', 'bigint', notNull)
      .addColumn('used_ms', 'bigint', notNull)
      .execute();
    for (const column of ['user_id', 'used_ms']) {
      await db.schema.createIndex(`browsers_${column}`).on('browsers').column(column).execute();
    }
    await db.schema
      .createTable('browser_links')
      .addColumn('user_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('hash', 'text', (column) => column.notNull().unique())
      .addColumn('username', 'text', notNull)
      .addColumn('expires_ms', 'bigint', notNull)
      .execute();
    await db.schema
      .createIndex('browser_links_expires_ms')
      .on('browser_links')
      .column('expires_ms')
      .execute();
  },
};

import { type Migration, notNull } from './migration.js';

/** Sessions that clients can resume, and used single-use tokens. */
export const sessions: Migration = {
  name: '0002-sessions',
  async up(db) {
    await db.schema
      .createTable('sessions')
      .addColumn('client_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('record', 'text', notNull)
      .addColumn('expires_ms', 'bigint', notNull)
      .execute();
    await db.schema.createIndex('sessions_expires').on('sessions').column('expires_ms').execute();
    await db.schema
      .createTable('used_tokens')
      .addColumn('token_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('expires_ms', 'bigint', notNull)
      .execute();
    await db.schema.createIndex('used_tokens_expires').on('used_tokens').column('expires_ms').execute();
  },
};

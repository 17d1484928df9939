import { type Migration, notNull } from './migration.js';

/** Users and tokens that the operator has revoked. */
export const revocations: Migration = {
  name: '0006-revocations',
  async up(db, { addIdColumn }) {
    await addIdColumn(db.schema.createTable('revocations'))
      .addColumn('kind', 'text', notNull)
      .addColumn('subject', 'text', notNull)
      .addColumn('reason', 'text')
      .addColumn('created_ms', 'bigint', notNull)
      .addColumn('expires_ms', 'bigint')
      .addUniqueConstraint('revocations_once', ['kind', 'subject'])
      .execute();
    await db.schema.createIndex('revocations_expires').on('revocations').column('expires_ms').execute();
  },
};

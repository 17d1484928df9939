import { sql } from '../kysely.js';
import { type Migration, notNull } from './migration.js';

/** Users whom an instructor has removed from a lecture or banned from a class. */
export const exclusions: Migration = {
  name: '0005-exclusions',
  async up(db, { addIdColumn }) {
    await addIdColumn(db.schema.createTable('exclusions'))
      .addColumn('class_uuid', 'text', (column) =>
        notNull(column).references('classes.uuid').onDelete('cascade'),
      )
      .addColumn('lecture_id', 'bigint', (column) => column.references('lectures.id').onDelete('cascade'))
      .addColumn('user_id', 'text', (column) => notNull(column).references('users.id'))
      .addColumn('created_ms', 'bigint', notNull)
      .execute();
    await db.schema
      .createIndex('exclusions_once')
      .unique()
      .on('exclusions')
      .columns(['class_uuid', 'user_id'])
      // In a unique index, two nulls differ.
      .expression(sql`coalesce(lecture_id, 0)`)
      .execute();
    await db.schema.createIndex('exclusions_class').on('exclusions').columns(['class_uuid', 'id']).execute();
    await db.schema.createIndex('exclusions_lecture').on('exclusions').column('lecture_id').execute();
  },
};

import { sql } from '../kysely.js';
import { type Migration, notNull } from './migration.js';

/** Revisions of lectures and canceled lectures, for calendars, and the links of members to the calendar of a class. */
export const calendar: Migration = {
  name: '0017-calendar',
  async up(db) {
    await db.schema
      .alterTable('lectures')
      .addColumn('revision', 'integer', (column) => notNull(column).defaultTo(sql.lit(0)))
      .execute();
    await db.schema
      .alterTable('lectures')
      .addColumn('revised_ms', 'bigint', (column) => notNull(column).defaultTo(sql.lit(Date.now())))
      .execute();
    await db.schema
      .createTable('canceled_lectures')
      .addColumn('lecture_id', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('class_uuid', 'text', (column) =>
        notNull(column).references('classes.uuid').onDelete('cascade'),
      )
      .addColumn('lecture_date', 'text', notNull)
      .addColumn('revision', 'integer', notNull)
      .addColumn('canceled_ms', 'bigint', notNull)
      .execute();
    await db.schema
      .createIndex('canceled_lectures_class_uuid_lecture_id')
      .on('canceled_lectures')
      .columns(['class_uuid', 'lecture_id'])
      .execute();
    await db.schema
      .createIndex('canceled_lectures_canceled_ms')
      .on('canceled_lectures')
      .column('canceled_ms')
      .execute();
    await db.schema.alterTable('enrolments').addColumn('feed_hash', 'text').execute();
    await db.schema.alterTable('enrolments').addColumn('feed_ms', 'bigint').execute();
    await db.schema
      .createIndex('enrolments_feed_hash')
      .unique()
      .on('enrolments')
      .column('feed_hash')
      .execute();
  },
};

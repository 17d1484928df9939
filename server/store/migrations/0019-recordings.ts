import { sql } from '../kysely.js';
import { type Migration, notNull } from './migration.js';

/** Recordings of lectures, and their files. */
export const recordings: Migration = {
  name: '0019-recordings',
  async up(db, { addIdColumn }) {
    await addIdColumn(db.schema.createTable('recordings'))
      .addColumn('lecture_id', 'bigint', (column) =>
        notNull(column).references('lectures.id').onDelete('cascade'),
      )
      .addColumn('starter_id', 'text', notNull)
      .addColumn('started_ms', 'bigint', notNull)
      .addColumn('ended_ms', 'bigint')
      .addColumn('reason', 'text')
      .addColumn('converted_ms', 'bigint')
      .execute();
    await db.schema.createIndex('recordings_lecture_id').on('recordings').column('lecture_id').execute();
    await addIdColumn(db.schema.createTable('recording_files'))
      .addColumn('recording_id', 'bigint', (column) =>
        notNull(column).references('recordings.id').onDelete('cascade'),
      )
      .addColumn('user_id', 'text', notNull)
      .addColumn('user_name', 'text', notNull)
      .addColumn('kind', 'text', notNull)
      .addColumn('started_ms', 'bigint', notNull)
      .addColumn('bytes', 'bigint', notNull)
      .addColumn('name', 'text', notNull)
      .execute();
    for (const column of ['recording_id', 'user_id'])
      await db.schema.createIndex(`recording_files_${column}`).on('recording_files').column(column).execute();
    await db.schema.alterTable('lectures').addColumn('recording_id', 'bigint').execute();
    await db.schema
      .alterTable('lectures')
      .addColumn('recordings', 'integer', (column) => notNull(column).defaultTo(sql.lit(0)))
      .execute();
  },
};

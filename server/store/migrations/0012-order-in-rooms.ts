import { sql } from '../kysely.js';
import { type Migration, notNull } from './migration.js';

/** Restricted entry to lectures and rooms, users who can join nevertheless, and users who were removed from rooms. */
export const orderInRooms: Migration = {
  name: '0012-order-in-rooms',
  async up(db, { addIdColumn }) {
    for (const table of ['rooms', 'lectures']) {
      await db.schema.alterTable(table).addColumn('entry', 'text').execute();
    }
    await addIdColumn(db.schema.createTable('admissions'))
      .addColumn('room_id', 'text', (column) => column.references('rooms.room_id').onDelete('cascade'))
      .addColumn('lecture_id', 'bigint', (column) => column.references('lectures.id').onDelete('cascade'))
      .addColumn('user_id', 'text', notNull)
      .execute();
    await db.schema
      .createIndex('admissions_once')
      .unique()
      .on('admissions')
      // In a unique index, two nulls differ.
      .expression(sql`coalesce(room_id, ''), coalesce(lecture_id, 0), user_id`)
      .execute();
    await db.schema.createIndex('admissions_room').on('admissions').columns(['room_id', 'id']).execute();
    await db.schema
      .createIndex('admissions_lecture')
      .on('admissions')
      .columns(['lecture_id', 'id'])
      .execute();
    await addIdColumn(db.schema.createTable('room_exclusions'))
      .addColumn('room_id', 'text', (column) =>
        notNull(column).references('rooms.room_id').onDelete('cascade'),
      )
      .addColumn('user_id', 'text', notNull)
      .addColumn('user_name', 'text', notNull)
      .addColumn('created_ms', 'bigint', notNull)
      .execute();
    await db.schema
      .createIndex('room_exclusions_once')
      .unique()
      .on('room_exclusions')
      .columns(['room_id', 'user_id'])
      .execute();
    await db.schema
      .createIndex('room_exclusions_room')
      .on('room_exclusions')
      .columns(['room_id', 'id'])
      .execute();
  },
};

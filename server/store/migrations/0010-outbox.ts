import { type Migration, notNull } from './migration.js';

/** Announcements of changes that might not be in the log of their room yet. */
export const outbox: Migration = {
  name: '0010-outbox',
  async up(db, { addIdColumn }) {
    await addIdColumn(db.schema.createTable('outbox'))
      .addColumn('room_id', 'text', notNull)
      .addColumn('epoch', 'text', notNull)
      .addColumn('type', 'text', notNull)
      .addColumn('client_id', 'text')
      .addColumn('request_id', 'text')
      .addColumn('value', 'text', notNull)
      .addColumn('about', 'text')
      .addColumn('previous_id', 'bigint')
      .execute();
    await db.schema.createIndex('outbox_room_id').on('outbox').columns(['room_id', 'id']).execute();
  },
};

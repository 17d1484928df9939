import { type Migration, notNull } from './migration.js';

/** Rooms with settings. */
export const rooms: Migration = {
  name: '0003-rooms',
  async up(db, { addIdColumn }) {
    await addIdColumn(db.schema.createTable('rooms'))
      .addColumn('room_id', 'text', (column) => notNull(column).unique())
      .addColumn('title', 'text', notNull)
      .addColumn('is_public', 'integer', notNull)
      .addColumn('password', 'text')
      .addColumn('max_clients', 'integer')
      .addColumn('speech', 'text', notNull)
      .addColumn('owner_id', 'text')
      .addColumn('created_ms', 'bigint', notNull)
      .execute();
    for (const column of ['owner_id', 'is_public']) {
      await db.schema.createIndex(`rooms_${column}_id`).on('rooms').columns([column, 'id']).execute();
    }
  },
};

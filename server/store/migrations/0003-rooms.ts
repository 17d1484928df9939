import { type Migration, required } from './migration.js';

/** Rooms that have settings. */
export const rooms: Migration = {
  name: '0003-rooms',
  async up(db, { withId }) {
    await withId(db.schema.createTable('rooms'))
      .addColumn('room_id', 'text', (column) => required(column).unique())
      .addColumn('title', 'text', required)
      .addColumn('is_public', 'integer', required)
      .addColumn('password', 'text')
      .addColumn('max_clients', 'integer')
      .addColumn('speech', 'text', required)
      .addColumn('owner_id', 'text')
      .addColumn('created_ms', 'bigint', required)
      .execute();
    for (const column of ['owner_id', 'is_public']) {
      await db.schema.createIndex(`rooms_${column}_id`).on('rooms').columns([column, 'id']).execute();
    }
  },
};

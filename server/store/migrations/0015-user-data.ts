import type { Migration } from './migration.js';

/** Indexes by which everything that is stored about a user is found. */
export const userData: Migration = {
  name: '0015-user-data',
  async up(db) {
    const columns = {
      spans: 'user_id',
      chat_messages: 'sender_id',
      markers: 'creator_id',
      marker_messages: 'sender_id',
      exclusions: 'user_id',
      audit_log: 'target_id',
      admissions: 'user_id',
      room_exclusions: 'user_id',
    };
    for (const [table, column] of Object.entries(columns)) {
      await db.schema.createIndex(`${table}_${column}_id`).on(table).columns([column, 'id']).execute();
    }
    await db.schema
      .createIndex('marker_votes_user_id_marker_id')
      .on('marker_votes')
      .columns(['user_id', 'marker_id'])
      .execute();
  },
};

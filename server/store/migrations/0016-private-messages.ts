import type { Migration } from './migration.js';

/** Chat messages that only the instructors and one other member can read. */
export const privateMessages: Migration = {
  name: '0016-private-messages',
  async up(db) {
    await db.schema
      .alterTable('chat_messages')
      .addColumn('private_with', 'text', (column) => column.references('users.id'))
      .execute();
    await db.schema
      .createIndex('chat_messages_private_with_id')
      .on('chat_messages')
      .columns(['private_with', 'id'])
      .where('private_with', 'is not', null)
      .execute();
  },
};

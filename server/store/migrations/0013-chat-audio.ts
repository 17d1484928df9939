import { type Migration, notNull } from './migration.js';

/** The audio of voice messages, which belongs to a chat message. */
export const chatAudio: Migration = {
  name: '0013-chat-audio',
  async up(db, { bytes }) {
    await db.schema
      .createTable('chat_audio')
      .addColumn('message_id', 'bigint', (column) =>
        column.primaryKey().notNull().references('chat_messages.id').onDelete('cascade'),
      )
      .addColumn('lecture_id', 'bigint', notNull)
      .addColumn('bytes', 'integer', notNull)
      .addColumn('mime_type', 'text')
      .addColumn('duration', 'double precision')
      .addColumn('data', bytes, notNull)
      .execute();
    // Contains all that the sum of a lecture's bytes needs.
    await db.schema
      .createIndex('chat_audio_lecture_id')
      .on('chat_audio')
      .columns(['lecture_id', 'bytes'])
      .execute();
  },
};

import { type Migration, notNull } from './migration.js';

/** Events for the application's servers, and the participants that they were told about. */
export const webhooks: Migration = {
  name: '0018-webhooks',
  async up(db, { addIdColumn }) {
    const { schema } = db;
    await addIdColumn(schema.createTable('webhook_endpoints'))
      .addColumn('url', 'text', notNull)
      .addColumn('events', 'text', notNull)
      .addColumn('state', 'text', notNull)
      .addColumn('max_events', 'integer', notNull)
      .addColumn('pending', 'integer', notNull)
      .addColumn('lost', 'bigint', notNull)
      .addColumn('paused_ms', 'bigint', notNull)
      .addUniqueConstraint('webhook_endpoints_once', ['url'])
      .execute();
    await schema
      .createTable('webhook_queues')
      .addColumn('endpoint_id', 'bigint', notNull)
      .addColumn('room_id', 'text', notNull)
      .addColumn('pending', 'integer', notNull)
      .addColumn('attempts', 'integer', notNull)
      .addColumn('next_ms', 'bigint', notNull)
      .addColumn('error', 'text')
      .addPrimaryKeyConstraint('webhook_queues_key', ['endpoint_id', 'room_id'])
      .execute();
    await schema
      .createIndex('webhook_queues_due')
      .on('webhook_queues')
      .columns(['endpoint_id', 'next_ms'])
      .execute();
    for (const table of ['webhook_events', 'webhook_dead_letters'] as const) {
      const columns = addIdColumn(schema.createTable(table))
        .addColumn('endpoint_id', 'bigint', notNull)
        .addColumn('room_id', 'text', notNull)
        .addColumn('message_id', 'text', notNull)
        .addColumn('type', 'text', notNull)
        .addColumn('body', 'text', notNull)
        .addColumn('user_id', 'text')
        .addColumn('created_ms', 'bigint', notNull);
      if (table === 'webhook_events') {
        await columns.execute();
        await schema
          .createIndex('webhook_events_order')
          .on(table)
          .columns(['endpoint_id', 'room_id', 'id'])
          .execute();
        await schema.createIndex('webhook_events_age').on(table).columns(['endpoint_id', 'id']).execute();
      } else {
        await columns
          .addColumn('attempts', 'integer', notNull)
          .addColumn('error', 'text', notNull)
          .addColumn('dead_ms', 'bigint', notNull)
          .execute();
        await schema
          .createIndex('webhook_dead_letters_of')
          .on(table)
          .columns(['endpoint_id', 'id'])
          .execute();
        await schema.createIndex('webhook_dead_letters_user').on(table).column('user_id').execute();
      }
    }
    await schema
      .createTable('webhook_participants')
      .addColumn('room_id', 'text', notNull)
      .addColumn('client_id', 'text', notNull)
      .addColumn('user_id', 'text', notNull)
      .addColumn('name', 'text', notNull)
      .addColumn('role', 'text', notNull)
      .addPrimaryKeyConstraint('webhook_participants_key', ['room_id', 'client_id'])
      .execute();
    await schema
      .createTable('webhook_lease')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('node', 'text', notNull)
      .addColumn('until_ms', 'bigint', notNull)
      .execute();
  },
};

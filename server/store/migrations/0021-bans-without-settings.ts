import { PostgresAdapter, sql } from '../kysely.js';
import { type Migration, notNull } from './migration.js';

/** Lets an operator keep users out of rooms without settings, and out of rooms whose settings are deleted. */
export const bansWithoutSettings: Migration = {
  name: '0021-bans-without-settings',
  async up(db, { addIdColumn }) {
    if (db.getExecutor().adapter instanceof PostgresAdapter) {
      await db.schema.alterTable('room_exclusions').dropConstraint('room_exclusions_room_id_fkey').execute();
      await db.schema
        .alterTable('room_exclusions')
        .addColumn('lasting', 'integer', (column) => notNull(column).defaultTo(sql.lit(0)))
        .execute();
      return;
    }
    // SQLite cannot remove a reference from a table.
    await db.schema.alterTable('room_exclusions').renameTo('former_room_exclusions').execute();
    for (const name of ['room_exclusions_once', 'room_exclusions_room'])
      await db.schema.dropIndex(name).execute();
    await addIdColumn(db.schema.createTable('room_exclusions'))
      .addColumn('room_id', 'text', notNull)
      .addColumn('user_id', 'text', notNull)
      .addColumn('user_name', 'text', notNull)
      .addColumn('created_ms', 'bigint', notNull)
      .addColumn('lasting', 'integer', (column) => notNull(column).defaultTo(sql.lit(0)))
      .execute();
    await sql`insert into room_exclusions (id, room_id, user_id, user_name, created_ms)
      select id, room_id, user_id, user_name, created_ms from former_room_exclusions`.execute(db);
    await db.schema.dropTable('former_room_exclusions').execute();
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

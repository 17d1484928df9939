import { PostgresAdapter, sql } from '../kysely.js';
import type { ChangeInput } from '../store.js';
import type { Db } from '../tables.js';

/** Maximum number of objects that one call handles. */
const BATCH = 200;

/** Returns the size of the database in bytes, without space that deleted rows have left in SQLite's file. */
export async function databaseBytes(db: Db): Promise<number> {
  const size =
    db.getExecutor().adapter instanceof PostgresAdapter
      ? sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`
      : sql<{ bytes: number }>`
          select ((select page_count from pragma_page_count()) - (select freelist_count from pragma_freelist_count()))
            * (select page_size from pragma_page_size()) as bytes`;
  const { rows } = await size.execute(db);
  return Number(rows[0]?.bytes ?? 0);
}

/** Returns the UUIDs of some classes that were last used before a time. */
export async function unusedClasses(db: Db, before: number): Promise<string[]> {
  const rows = await db
    .selectFrom('classes')
    .select('uuid')
    .where('used_ms', '<', before)
    .orderBy('used_ms')
    .limit(BATCH)
    .execute();
  return rows.map(({ uuid }) => uuid);
}

/** Returns the IDs of some rooms with settings that were last used before a time. */
export async function unusedRooms(db: Db, before: number): Promise<string[]> {
  const rows = await db
    .selectFrom('rooms')
    .select('room_id')
    .where('used_ms', '<', before)
    .orderBy('used_ms')
    .limit(BATCH)
    .execute();
  return rows.map(({ room_id }) => room_id);
}

/** Records that rooms with settings are in use. */
export async function touchRooms(db: Db, { ids }: ChangeInput<'touchRooms'>): Promise<null> {
  if (ids.length > 0) {
    await db.updateTable('rooms').set({ used_ms: Date.now() }).where('room_id', 'in', ids).execute();
  }
  return null;
}

/** Deletes some chat messages and markers from before a time. Returns how many. */
export async function deleteOldChat(db: Db, { before }: ChangeInput<'deleteOldChat'>): Promise<number> {
  const oldest = (table: 'chat_messages' | 'markers') =>
    db.selectFrom(table).select('id').orderBy('id').limit(BATCH);
  const chat = await db
    .deleteFrom('chat_messages')
    // The oldest by ID, since messages have no index by time.
    .where('id', 'in', oldest('chat_messages'))
    .where('date_str', '<', new Date(before).toISOString())
    .executeTakeFirst();
  const markers = await db
    .deleteFrom('markers')
    .where('id', 'in', oldest('markers'))
    .where('created_ms', '<', before)
    .executeTakeFirst();
  return Number(chat.numDeletedRows + markers.numDeletedRows);
}

/** Deletes some spans of attendance that ended before a time. Returns how many. */
export async function deleteOldAttendance(
  db: Db,
  { before }: ChangeInput<'deleteOldAttendance'>,
): Promise<number> {
  const deleted = await db
    .deleteFrom('spans')
    // The oldest by ID, since spans have no index by time.
    .where('id', 'in', db.selectFrom('spans').select('id').orderBy('id').limit(BATCH))
    .where('to_ms', '<', before)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

import type { Selectable } from '../kysely.js';
import type { Announcement, DueAnnouncement, OutboxEntry } from '../model.js';
import type { DueQuery, RequestKey } from '../store.js';
import type { Db, Tables } from '../tables.js';

/** Default number of announcements that are read at once. */
const DEFAULT_LIMIT = 1000;

const toEntry = ({
  id,
  previous_id,
}: Pick<Selectable<Tables['outbox']>, 'id' | 'previous_id'>): OutboxEntry =>
  previous_id === null ? { id } : { id, previous: previous_id };

/** Stores that a change is to be announced. */
export async function addToOutbox(
  db: Db,
  { roomId, epoch, type, about }: Announcement,
  value: unknown,
  request: RequestKey | undefined,
): Promise<OutboxEntry> {
  const row = await db
    .insertInto('outbox')
    .values(({ selectFrom }) => ({
      room_id: roomId,
      epoch,
      type,
      client_id: request?.clientId ?? null,
      request_id: request ? JSON.stringify(request.id) : null,
      value: JSON.stringify(value),
      about: about === undefined ? null : JSON.stringify(about),
      previous_id: selectFrom('outbox')
        .select('id')
        .where('room_id', '=', roomId)
        .where('epoch', '=', epoch)
        .orderBy('id', 'desc')
        .limit(1),
    }))
    .returning(['id', 'previous_id'])
    .executeTakeFirstOrThrow();
  return toEntry(row);
}

/** Returns the announcement of an earlier request; undefined if it was made. */
export async function findInOutbox(
  db: Db,
  { roomId }: Announcement,
  { clientId, id }: RequestKey,
): Promise<OutboxEntry | undefined> {
  const row = await db
    .selectFrom('outbox')
    .select(['id', 'previous_id'])
    .where('room_id', '=', roomId)
    .where('client_id', '=', clientId)
    .where('request_id', '=', JSON.stringify(id))
    .executeTakeFirst();
  return row && toEntry(row);
}

export async function dueAnnouncements(
  db: Db,
  { roomId, after = 0, limit = DEFAULT_LIMIT }: DueQuery = {},
): Promise<DueAnnouncement[]> {
  const all = db.selectFrom('outbox').selectAll().where('id', '>', after).orderBy('id').limit(limit);
  const rows = await (roomId === undefined ? all : all.where('room_id', '=', roomId)).execute();
  return rows.map((row) => ({
    ...toEntry(row),
    roomId: row.room_id,
    epoch: row.epoch,
    type: row.type,
    value: JSON.parse(row.value),
    ...(row.about !== null && { about: JSON.parse(row.about) }),
    ...(row.client_id !== null &&
      row.request_id !== null && {
        request: { clientId: row.client_id, id: JSON.parse(row.request_id) },
      }),
  }));
}

export async function removeAnnouncements(db: Db, { ids }: { ids: number[] }): Promise<null> {
  await db.deleteFrom('outbox').where('id', 'in', ids).execute();
  return null;
}

import { Refusal } from '../../protocol/errors.js';
import { type Selectable, sql } from '../kysely.js';
import type { RoomSettings } from '../model.js';
import type { ChangeInput, Page, RoomsQuery } from '../store.js';
import type { Db, Tables } from '../tables.js';
import { followEntry } from './admissions.js';
import { beforeOf, pageLimit, toPage } from './page.js';
import { isExcludedFromRoom } from './room-exclusions.js';

const toRoom = (row: Selectable<Tables['rooms']>): RoomSettings => ({
  id: row.room_id,
  title: row.title,
  public: row.is_public === 1,
  locked: row.password !== null,
  ...(row.max_clients !== null && { max: row.max_clients }),
  speech: row.speech,
  ...(row.entry !== null && { entry: row.entry }),
  ...(row.owner_id !== null && { ownerId: row.owner_id }),
  createdAt: row.created_ms,
});

const notFound = (): Refusal => new Refusal('not-found', 'room with settings not found');

export async function createRoom(db: Db, given: ChangeInput<'createRoom'>): Promise<RoomSettings> {
  await checkOwned(db, given);
  const row = await db
    .insertInto('rooms')
    .values({
      room_id: given.id,
      title: given.title,
      is_public: Number(given.public),
      password: given.password ?? null,
      max_clients: given.max ?? null,
      speech: given.speech,
      entry: given.entry ?? null,
      owner_id: given.ownerId ?? null,
      created_ms: Date.now(),
      used_ms: Date.now(),
    })
    .onConflict((conflict) => conflict.column('room_id').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Refusal('conflict', 'a room with this ID already has settings');
  if (given.ownerId !== undefined) {
    // A user who creates settings must not end a ban in this way. Only the operator creates them without a maximum.
    if (given.maxOwned !== undefined && (await isExcludedFromRoom(db, given.id, given.ownerId))) {
      throw new Refusal('forbidden', 'you were removed from this room', { removed_from: 'room' });
    }
    // An owner is always allowed in the room.
    await db
      .deleteFrom('room_exclusions')
      .where('room_id', '=', given.id)
      .where('user_id', '=', given.ownerId)
      .execute();
  }
  await followEntry(db, { roomId: given.id }, given);
  return toRoom(row);
}

async function checkOwned(db: Db, { ownerId, maxOwned }: ChangeInput<'createRoom'>): Promise<void> {
  if (ownerId === undefined || maxOwned === undefined) return;
  const owned = await db
    .selectFrom('rooms')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('owner_id', '=', ownerId)
    .executeTakeFirstOrThrow();
  if (Number(owned.count) < maxOwned) return;
  throw new Refusal(
    'conflict',
    `you own ${maxOwned} rooms with settings, which is the maximum; delete one of them first`,
  );
}

export async function updateRoom(db: Db, given: ChangeInput<'updateRoom'>): Promise<RoomSettings> {
  const { id, title, public: isPublic, password, max, speech, entry } = given;
  const row = await db
    .updateTable('rooms')
    .set({
      // `set` must not be empty, even if nothing changes.
      room_id: sql.ref('room_id'),
      ...(title !== undefined && { title }),
      ...(isPublic !== undefined && { is_public: Number(isPublic) }),
      ...(password !== undefined && { password }),
      ...(max !== undefined && { max_clients: max }),
      ...(speech !== undefined && { speech }),
      ...(entry !== undefined && { entry: entry === 'open' ? null : entry }),
    })
    .where('room_id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw notFound();
  await followEntry(db, { roomId: id }, given);
  return toRoom(row);
}

export async function deleteRoom(db: Db, { id }: ChangeInput<'deleteRoom'>): Promise<RoomSettings> {
  const row = await db.deleteFrom('rooms').where('room_id', '=', id).returningAll().executeTakeFirst();
  if (!row) throw notFound();
  await db.deleteFrom('room_exclusions').where('room_id', '=', id).where('lasting', '=', 0).execute();
  return toRoom(row);
}

export async function room(db: Db, id: string): Promise<RoomSettings | undefined> {
  const row = await db.selectFrom('rooms').selectAll().where('room_id', '=', id).executeTakeFirst();
  return row && toRoom(row);
}

export async function roomPassword(db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('rooms').select('password').where('room_id', '=', id).executeTakeFirst();
  return row?.password ?? undefined;
}

export async function rooms(db: Db, query: RoomsQuery = {}): Promise<Page<RoomSettings>> {
  const { visibleTo } = query;
  let selection = db.selectFrom('rooms').selectAll().where('id', '<', beforeOf(query));
  if (visibleTo !== undefined) {
    selection = selection.where(({ eb, or }) =>
      or([eb('is_public', '=', 1), ...(visibleTo === null ? [] : [eb('owner_id', '=', visibleTo)])]),
    );
  }
  const rows = await selection
    .orderBy('id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, toRoom);
}

import { Refusal } from '../../protocol/errors.js';
import type { RoomExclusion } from '../model.js';
import type { ChangeInput, Page, PageQuery } from '../store.js';
import type { Db } from '../tables.js';
import { beforeOf, pageLimit, toPage } from './page.js';

export async function excludeFromRoom(
  db: Db,
  { roomId, user, most, lasting = false }: ChangeInput<'excludeFromRoom'>,
): Promise<null> {
  const room = await db
    .selectFrom('rooms')
    .select('owner_id')
    .where('room_id', '=', roomId)
    .executeTakeFirst();
  if (room?.owner_id === user.id) throw new Refusal('forbidden', 'the owner cannot be removed from the room');
  if (await isExcludedFromRoom(db, roomId, user.id)) {
    if (!lasting) return null;
    await db
      .updateTable('room_exclusions')
      .set({ lasting: 1 })
      .where('room_id', '=', roomId)
      .where('user_id', '=', user.id)
      .execute();
    return null;
  }
  const { count } = await db
    .selectFrom('room_exclusions')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('room_id', '=', roomId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= most) {
    throw new Refusal(
      'conflict',
      `${most} users are removed from this room, which is the maximum; readmit one of them first`,
    );
  }
  await db
    .insertInto('room_exclusions')
    .values({
      room_id: roomId,
      user_id: user.id,
      user_name: user.name,
      created_ms: Date.now(),
      lasting: Number(lasting),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // After the readmission, the user is a newcomer again.
  await db.deleteFrom('admissions').where('room_id', '=', roomId).where('user_id', '=', user.id).execute();
  return null;
}

export async function readmitToRoom(
  db: Db,
  { roomId, userId, lasting = false }: ChangeInput<'readmitToRoom'>,
): Promise<null> {
  const ended = await db
    .deleteFrom('room_exclusions')
    .where('room_id', '=', roomId)
    .where('user_id', '=', userId)
    .where('lasting', 'in', lasting ? [0, 1] : [0])
    .returning('id')
    .executeTakeFirst();
  if (ended) return null;
  if (await isExcludedFromRoom(db, roomId, userId)) {
    throw new Refusal(
      'forbidden',
      'the server administrator has banned this user; only they can lift the ban',
    );
  }
  throw new Refusal('not-found', 'the user is not removed from this room');
}

export async function isExcludedFromRoom(db: Db, roomId: string, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('room_exclusions')
    .select('id')
    .where('room_id', '=', roomId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function hasRoomExclusions(db: Db, roomId: string): Promise<boolean> {
  const row = await db
    .selectFrom('room_exclusions')
    .select('id')
    .where('room_id', '=', roomId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function roomExclusions(
  db: Db,
  roomId: string,
  query: PageQuery = {},
): Promise<Page<RoomExclusion>> {
  const rows = await db
    .selectFrom('room_exclusions')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('id', '<', beforeOf(query))
    .orderBy('id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, ({ user_id, user_name, created_ms }) => ({
    user: { id: user_id, name: user_name },
    createdAt: created_ms,
  }));
}

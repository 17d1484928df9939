import type { Entry, Place } from '../model.js';
import type { ChangeInput } from '../store.js';
import type { Db } from '../tables.js';

/** Maximum number of users who are admitted to a place: those who were admitted last. */
const MAX_ADMITTED = 10_000;

/** Both databases limit the number of parameters. */
const BATCH = 500;

const columnsOf = (place: Place) =>
  'lectureId' in place
    ? { lecture_id: place.lectureId, room_id: null }
    : { lecture_id: null, room_id: place.roomId };

const admissions = (db: Db, place: Place) =>
  'lectureId' in place
    ? db.selectFrom('admissions').where('lecture_id', '=', place.lectureId)
    : db.selectFrom('admissions').where('room_id', '=', place.roomId);

export async function admit(db: Db, { place, userIds }: ChangeInput<'admit'>): Promise<null> {
  const columns = columnsOf(place);
  const newest = [...new Set(userIds)].slice(-MAX_ADMITTED);
  for (let i = 0; i < newest.length; i += BATCH) {
    await db
      .insertInto('admissions')
      .values(newest.slice(i, i + BATCH).map((user_id) => ({ ...columns, user_id })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const oldest = await admissions(db, place)
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .offset(MAX_ADMITTED - 1)
    .executeTakeFirst();
  if (oldest) {
    const excess = admissions(db, place).select('id').where('id', '<', oldest.id);
    await db.deleteFrom('admissions').where('id', 'in', excess).execute();
  }
  return null;
}

export async function isAdmitted(db: Db, place: Place, userId: string): Promise<boolean> {
  const row = await admissions(db, place).select('id').where('user_id', '=', userId).executeTakeFirst();
  return row !== undefined;
}

/** Follows a change of a place's entry. If everyone can join again, admissions are forgotten. */
export async function followEntry(
  db: Db,
  place: Place,
  { entry, admitted = [] }: { entry?: Entry; admitted?: string[] },
): Promise<void> {
  if (entry === undefined) return;
  if (entry !== 'open') await admit(db, { place, userIds: admitted });
  else await db.deleteFrom('admissions').where('id', 'in', admissions(db, place).select('id')).execute();
}

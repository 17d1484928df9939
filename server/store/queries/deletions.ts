import { Refusal } from '../../protocol/errors.js';
import type { Class, Lecture } from '../model.js';
import type { ChangeInput } from '../store.js';
import type { Db } from '../tables.js';
import { cancelLecture } from './calendar.js';
import { classByUuid } from './classes.js';
import { lecture, reportLive, toLecture } from './lectures.js';

/** Deletes everything that refers to lectures. Messages below markers and exclusions are deleted with those rows. */
async function deleteContents(db: Db, lectureIds: number[]): Promise<void> {
  if (lectureIds.length === 0) return;
  for (const table of ['chat_messages', 'markers', 'spans'] as const) {
    await db.deleteFrom(table).where('lecture_id', 'in', lectureIds).execute();
  }
  await db.deleteFrom('lectures').where('id', 'in', lectureIds).execute();
}

export async function deleteLecture(db: Db, { id }: ChangeInput<'deleteLecture'>): Promise<Lecture> {
  const found = await lecture(db, id);
  if (!found) throw new Refusal('not-found', 'lecture not found');
  await cancelLecture(db, id);
  await deleteContents(db, [id]);
  if (found.isLive) await reportLive(db, { ...found, isLive: false });
  return found;
}

export async function deleteClass(
  db: Db,
  { uuid }: ChangeInput<'deleteClass'>,
): Promise<Class & { lectureIds: number[] }> {
  const found = await classByUuid(db, uuid);
  if (!found) throw new Refusal('not-found', 'class not found');
  const rows = await db.selectFrom('lectures').selectAll().where('class_uuid', '=', uuid).execute();
  const lectureIds = rows.map(({ id }) => id);
  await deleteContents(db, lectureIds);
  for (const row of rows) if (row.is_live === 1) await reportLive(db, { ...toLecture(row), isLive: false });
  await db.deleteFrom('enrolments').where('class_uuid', '=', uuid).execute();
  await db.deleteFrom('classes').where('uuid', '=', uuid).execute();
  return { ...found, lectureIds };
}

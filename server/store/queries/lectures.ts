import { Refusal } from '../../protocol/errors.js';
import { type Selectable, sql } from '../kysely.js';
import type { Lecture } from '../model.js';
import type { ChangeInput, LectureLimits, Page, PageQuery } from '../store.js';
import type { Db, Tables } from '../tables.js';
import { followEntry } from './admissions.js';
import { touchClass } from './classes.js';
import { beforeOf, pageLimit, toPage } from './page.js';
import { addWebhookEvent } from './webhook-events.js';

export const toLecture = (row: Selectable<Tables['lectures']>): Lecture => ({
  id: row.id,
  classUuid: row.class_uuid,
  lectureDate: row.lecture_date,
  lectureName: row.lecture_name,
  playlist: row.playlist,
  isLive: row.is_live === 1,
  videoIdx: row.video_idx,
  speech: row.speech,
  ...(row.entry !== null && { entry: row.entry }),
  ...(row.recording_id !== null && { recordingId: row.recording_id }),
  ...(row.recordings > 0 && { recordings: row.recordings }),
});

export async function createLecture(db: Db, given: ChangeInput<'createLecture'>): Promise<Lecture> {
  if (given.limits) await checkLimits(db, given.classUuid, given.limits);
  const row = await db
    .insertInto('lectures')
    .values({
      class_uuid: given.classUuid,
      lecture_date: given.lectureDate,
      lecture_name: given.lectureName,
      playlist: given.playlist,
      is_live: 0,
      video_idx: 0,
      speech: given.speech ?? 'everyone',
      revised_ms: Date.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await touchClass(db, given.classUuid);
  return toLecture(row);
}

async function checkLimits(db: Db, classUuid: string, limits: LectureLimits): Promise<void> {
  const { count } = await db
    .selectFrom('lectures')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('class_uuid', '=', classUuid)
    .executeTakeFirstOrThrow();
  if (Number(count) >= limits.lectures) {
    throw new Refusal(
      'conflict',
      `this class has ${limits.lectures} lectures, which is the maximum; delete one of them first`,
    );
  }
  await checkBytes(db, limits);
}

/** @throws Refusal conflict if the lectures of an instructor take up the maximum */
export async function checkBytes(
  db: Db,
  limits: Pick<LectureLimits, 'instructorId' | 'bytes'>,
): Promise<void> {
  const { bytes } = await db
    .selectFrom('lectures')
    .innerJoin('enrolments', 'enrolments.class_uuid', 'lectures.class_uuid')
    .select(sql<number | null>`sum(octet_length(playlist) + octet_length(lecture_name))`.as('bytes'))
    .where('enrolments.user_id', '=', limits.instructorId)
    .where('member_type', '=', 'instructor')
    .executeTakeFirstOrThrow();
  if (Number(bytes ?? 0) >= limits.bytes) {
    throw new Refusal(
      'conflict',
      `the lectures of your classes take up ${limits.bytes} bytes, which is the maximum; delete one of them first`,
    );
  }
}

export async function updateLecture(db: Db, given: ChangeInput<'updateLecture'>): Promise<Lecture> {
  const { id, isLive, videoIdx, speech, playlist, entry } = given;
  const wasLive = isLive === undefined ? undefined : (await lecture(db, id))?.isLive;
  const row = await db
    .updateTable('lectures')
    .set({
      // `set` must not be empty, even if nothing changes.
      class_uuid: sql.ref('class_uuid'),
      ...(isLive !== undefined && { is_live: Number(isLive) }),
      ...(videoIdx !== undefined && { video_idx: videoIdx }),
      ...(speech !== undefined && { speech }),
      ...(entry !== undefined && { entry: entry === 'open' ? null : entry }),
      ...(playlist !== undefined && { playlist }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found', 'lecture not found');
  await followEntry(db, { lectureId: id }, given);
  const updated = toLecture(row);
  if (isLive !== undefined && isLive !== wasLive) await reportLive(db, updated);
  return updated;
}

/** Stores the event of a lecture that has started or ended. */
export async function reportLive(db: Db, { id, classUuid, lectureName, isLive }: Lecture): Promise<void> {
  const roomId = `lecture_${id}`;
  await addWebhookEvent(db, {
    type: isLive ? 'lecture.started' : 'lecture.ended',
    roomId,
    data: { room: roomId, class: classUuid, lecture: { id, name: lectureName } },
  });
}

export async function lecture(db: Db, id: number): Promise<Lecture | undefined> {
  const row = await db.selectFrom('lectures').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toLecture(row);
}

const selectPage = (db: Db, query: PageQuery) =>
  db
    .selectFrom('lectures')
    .selectAll()
    .where('id', '<', beforeOf(query))
    .orderBy('id', 'desc')
    .limit(pageLimit(query) + 1);

export async function lectures(db: Db, classUuid: string, query: PageQuery = {}): Promise<Page<Lecture>> {
  const rows = await selectPage(db, query).where('class_uuid', '=', classUuid).execute();
  return toPage(rows, query, toLecture);
}

export async function liveLectures(db: Db, query: PageQuery = {}): Promise<Page<Lecture>> {
  // A literal instead of a parameter: the planner uses the partial index of live lectures only for a known value.
  const rows = await selectPage(db, query).where('is_live', '=', sql.lit(1)).execute();
  return toPage(rows, query, toLecture);
}

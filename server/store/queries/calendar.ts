import { Refusal } from '../../protocol/errors.js';
import type { CalendarEntry, CalendarFeed } from '../model.js';
import { CANCELED_MS, type CalendarQuery, type ChangeInput } from '../store.js';
import type { Db } from '../tables.js';
import { beforeOf, pageLimit } from './page.js';

export async function createCalendarFeed(
  db: Db,
  { classUuid, userId, hash }: ChangeInput<'createCalendarFeed'>,
): Promise<null> {
  const member = await db
    .updateTable('enrolments')
    .set({ feed_hash: hash, feed_ms: Date.now() })
    .where('class_uuid', '=', classUuid)
    .where('user_id', '=', userId)
    .returning('id')
    .executeTakeFirst();
  if (!member) throw new Refusal('not-found', 'the user is not enrolled in this class');
  return null;
}

export async function withdrawCalendarFeed(
  db: Db,
  { classUuid, userId }: ChangeInput<'withdrawCalendarFeed'>,
): Promise<null> {
  await db
    .updateTable('enrolments')
    .set({ feed_hash: null, feed_ms: null })
    .where('class_uuid', '=', classUuid)
    .where('user_id', '=', userId)
    .execute();
  return null;
}

const selectFeed = (db: Db) =>
  db.selectFrom('enrolments').select(['class_uuid', 'user_id', 'feed_ms']).where('feed_hash', 'is not', null);

type FeedRow = Awaited<ReturnType<ReturnType<typeof selectFeed>['executeTakeFirst']>>;

const toFeed = (row: FeedRow): CalendarFeed | undefined =>
  row && { classUuid: row.class_uuid, userId: row.user_id, createdAt: row.feed_ms ?? 0 };

export async function calendarFeed(
  db: Db,
  classUuid: string,
  userId: string,
): Promise<CalendarFeed | undefined> {
  return toFeed(
    await selectFeed(db).where('class_uuid', '=', classUuid).where('user_id', '=', userId).executeTakeFirst(),
  );
}

export async function calendarFeedByHash(db: Db, hash: string): Promise<CalendarFeed | undefined> {
  return toFeed(await selectFeed(db).where('feed_hash', '=', hash).executeTakeFirst());
}

/** Keeps the date of a lecture that is deleted, so that calendars learn that it is canceled. */
export async function cancelLecture(db: Db, id: number): Promise<void> {
  await db
    .insertInto('canceled_lectures')
    .columns(['lecture_id', 'class_uuid', 'lecture_date', 'revision', 'canceled_ms'])
    .expression(({ selectFrom, val }) =>
      selectFrom('lectures')
        .select(({ eb }) => [
          'id',
          'class_uuid',
          'lecture_date',
          eb('revision', '+', 1).as('revision'),
          val(Date.now()).as('canceled_ms'),
        ])
        .where('id', '=', id),
    )
    .execute();
}

export async function deleteOldCancellations(
  db: Db,
  { before }: ChangeInput<'deleteOldCancellations'>,
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('canceled_lectures')
    .where('canceled_ms', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function calendarEntries(
  db: Db,
  classUuid: string,
  query: CalendarQuery = {},
): Promise<CalendarEntry[]> {
  const { lectureId } = query;
  const limit = pageLimit(query);
  const lectures = await db
    .selectFrom('lectures')
    .select(['id', 'lecture_date', 'lecture_name', 'revision', 'revised_ms'])
    .where('class_uuid', '=', classUuid)
    .where('id', lectureId === undefined ? '<' : '=', lectureId ?? beforeOf({}))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const canceled = await db
    .selectFrom('canceled_lectures')
    .select(['lecture_id', 'lecture_date', 'revision', 'canceled_ms'])
    .where('class_uuid', '=', classUuid)
    .where('lecture_id', lectureId === undefined ? '<' : '=', lectureId ?? beforeOf({}))
    .where('canceled_ms', '>=', Date.now() - CANCELED_MS)
    .orderBy('lecture_id', 'desc')
    .limit(limit)
    .execute();
  return [
    ...lectures.map((row) => ({
      lectureId: row.id,
      lectureDate: row.lecture_date,
      lectureName: row.lecture_name,
      revision: row.revision,
      revisedAt: row.revised_ms,
    })),
    ...canceled.map((row) => ({
      lectureId: row.lecture_id,
      lectureDate: row.lecture_date,
      revision: row.revision,
      revisedAt: row.canceled_ms,
    })),
  ].sort((a, b) => a.lectureId - b.lectureId);
}

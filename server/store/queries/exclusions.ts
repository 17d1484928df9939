import { Refusal } from '../../protocol/errors.js';
import { sql } from '../kysely.js';
import type { Exclusion, ExclusionScope } from '../model.js';
import type { ChangeInput, Page, PageQuery } from '../store.js';
import type { Db } from '../tables.js';
import { beforeOf, pageLimit, toPage } from './page.js';
import { toUser } from './users.js';

export async function exclude(
  db: Db,
  { classUuid, lectureId, userId }: ChangeInput<'exclude'>,
): Promise<null> {
  await db
    .insertInto('exclusions')
    .values({
      class_uuid: classUuid,
      lecture_id: lectureId ?? null,
      user_id: userId,
      created_ms: Date.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return null;
}

export async function readmit(
  db: Db,
  { classUuid, lectureId, userId }: ChangeInput<'readmit'>,
): Promise<null> {
  const ended = await db
    .deleteFrom('exclusions')
    .where('class_uuid', '=', classUuid)
    .where('user_id', '=', userId)
    .where(sql`coalesce(lecture_id, 0)`, '=', lectureId ?? 0)
    .returning('id')
    .executeTakeFirst();
  if (!ended) throw new Refusal('not-found', 'the user is not excluded');
  return null;
}

export async function exclusion(
  db: Db,
  classUuid: string,
  userId: string,
  lectureId = 0,
): Promise<ExclusionScope | undefined> {
  const rows = await db
    .selectFrom('exclusions')
    .select('lecture_id')
    .where('class_uuid', '=', classUuid)
    .where('user_id', '=', userId)
    .where(sql`coalesce(lecture_id, 0)`, 'in', [0, lectureId])
    .execute();
  if (rows.length === 0) return undefined;
  return rows.some(({ lecture_id }) => lecture_id === null) ? 'class' : 'lecture';
}

export async function exclusions(db: Db, classUuid: string, query: PageQuery = {}): Promise<Page<Exclusion>> {
  const rows = await db
    .selectFrom('exclusions')
    .innerJoin('users', 'users.id', 'exclusions.user_id')
    .leftJoin('lectures', 'lectures.id', 'exclusions.lecture_id')
    .select(['exclusions.id', 'lecture_id', 'user_id', 'created_ms', 'name', 'photo', 'lecture_name'])
    .where('exclusions.class_uuid', '=', classUuid)
    .where('exclusions.id', '<', beforeOf(query))
    .orderBy('exclusions.id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, ({ lecture_id, lecture_name, created_ms, ...user }) => ({
    user: toUser(user),
    ...(lecture_id !== null && { lecture: { id: lecture_id, lectureName: lecture_name ?? '' } }),
    createdAt: created_ms,
  }));
}

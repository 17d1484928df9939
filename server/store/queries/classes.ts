import { v4 as newUuid } from 'uuid';
import { Refusal } from '../../protocol/errors.js';
import { sql } from '../kysely.js';
import type { Class, ClassMember, EnrolledClass } from '../model.js';
import {
  type ChangeInput,
  type ForwardPage,
  type ForwardQuery,
  MAX_INSTRUCTORS,
  type Page,
  type PageQuery,
} from '../store.js';
import type { Db } from '../tables.js';
import { afterOf, beforeOf, pageLimit, toForwardPage, toPage } from './page.js';
import { toUser } from './users.js';

const DAY_MS = 24 * 60 * 60_000;

export async function createClass(
  db: Db,
  { instructorId, title, subtitle, maxClasses }: ChangeInput<'createClass'>,
): Promise<EnrolledClass> {
  if (maxClasses !== undefined) await checkClasses(db, instructorId, maxClasses);
  const uuid = newUuid();
  await db.insertInto('classes').values({ uuid, title, subtitle, used_ms: Date.now() }).execute();
  await db
    .insertInto('enrolments')
    .values({ class_uuid: uuid, user_id: instructorId, member_type: 'instructor' })
    .execute();
  return { uuid, title, subtitle, memberType: 'instructor' };
}

async function checkClasses(db: Db, instructorId: string, most: number): Promise<void> {
  if ((await countTaught(db, instructorId)) < most) return;
  throw new Refusal('conflict', `you have ${most} classes, which is the maximum; delete one of them first`);
}

/** Returns the number of classes of which a user is an instructor. */
export async function countTaught(db: Db, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('enrolments')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('user_id', '=', userId)
    .where('member_type', '=', 'instructor')
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function updateClass(
  db: Db,
  { uuid, title, subtitle }: ChangeInput<'updateClass'>,
): Promise<Class> {
  const row = await db
    .updateTable('classes')
    .set({
      // `set` must not be empty, even if nothing changes.
      uuid: sql.ref('uuid'),
      ...(title !== undefined && { title }),
      ...(subtitle !== undefined && { subtitle }),
    })
    .where('uuid', '=', uuid)
    .returning(['uuid', 'title', 'subtitle'])
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found', 'class not found');
  return row;
}

/** Records that a class is in use, at most once in a day. */
export async function touchClass(db: Db, uuid: string): Promise<void> {
  const now = Date.now();
  await db
    .updateTable('classes')
    .set({ used_ms: now })
    .where('uuid', '=', uuid)
    .where('used_ms', '<', now - DAY_MS)
    .execute();
}

export async function enroll(
  db: Db,
  { classUuid, userId, memberType }: ChangeInput<'enroll'>,
): Promise<EnrolledClass> {
  const found = await classByUuid(db, classUuid);
  if (!found) throw new Refusal('not-found', 'class not found');
  const enrolled = await db
    .insertInto('enrolments')
    .values({ class_uuid: classUuid, user_id: userId, member_type: memberType })
    .onConflict((conflict) => conflict.columns(['class_uuid', 'user_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!enrolled) throw new Refusal('conflict', 'already enrolled in this class');
  await touchClass(db, classUuid);
  return { ...found, memberType };
}

export function classByUuid(db: Db, uuid: string): Promise<Class | undefined> {
  return db
    .selectFrom('classes')
    .select(['uuid', 'title', 'subtitle'])
    .where('uuid', '=', uuid)
    .executeTakeFirst();
}

export async function classes(db: Db, userId: string, query: PageQuery = {}): Promise<Page<EnrolledClass>> {
  const rows = await db
    .selectFrom('enrolments')
    .innerJoin('classes', 'classes.uuid', 'enrolments.class_uuid')
    .select(['enrolments.id', 'uuid', 'title', 'subtitle', 'member_type'])
    .where('user_id', '=', userId)
    .where('enrolments.id', '<', beforeOf(query))
    .orderBy('enrolments.id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, ({ uuid, title, subtitle, member_type }) => ({
    uuid,
    title,
    subtitle,
    memberType: member_type,
  }));
}

const selectMembers = (db: Db, classUuid: string) =>
  db
    .selectFrom('enrolments')
    .innerJoin('users', 'users.id', 'enrolments.user_id')
    .select(['enrolments.id', 'user_id', 'member_type', 'name', 'photo'])
    .where('class_uuid', '=', classUuid);

type MemberRow = Awaited<ReturnType<ReturnType<typeof selectMembers>['executeTakeFirstOrThrow']>>;

const toMember = (row: MemberRow): ClassMember => ({ user: toUser(row), memberType: row.member_type });

export async function member(db: Db, classUuid: string, userId: string): Promise<ClassMember | undefined> {
  const row = await selectMembers(db, classUuid).where('user_id', '=', userId).executeTakeFirst();
  return row && toMember(row);
}

export async function instructors(db: Db, classUuid: string): Promise<ClassMember[]> {
  const rows = await selectMembers(db, classUuid)
    .where('member_type', '=', 'instructor')
    .orderBy('enrolments.id')
    .limit(MAX_INSTRUCTORS)
    .execute();
  return rows.map(toMember);
}

export async function members(
  db: Db,
  classUuid: string,
  query: ForwardQuery = {},
): Promise<ForwardPage<ClassMember>> {
  const rows = await selectMembers(db, classUuid)
    .where('enrolments.id', '>', afterOf(query))
    .orderBy('enrolments.id')
    .limit(pageLimit(query) + 1)
    .execute();
  return toForwardPage(rows, query, toMember);
}

import { v4 as newUuid } from 'uuid';
import { Refusal } from '../../protocol/errors.js';
import type { Class, ClassMember, EnrolledClass, MemberType } from '../model.js';
import type { ForwardPage, ForwardQuery, Page, PageQuery } from '../store.js';
import type { Db } from '../tables.js';
import { afterOf, beforeOf, pageLimit, toForwardPage, toPage } from './page.js';
import { toUser } from './users.js';

export async function createClass(
  db: Db,
  { instructorId, title, subtitle }: { instructorId: string; title: string; subtitle: string },
): Promise<EnrolledClass> {
  const uuid = newUuid();
  await db.insertInto('classes').values({ uuid, title, subtitle }).execute();
  await db
    .insertInto('enrolments')
    .values({ class_uuid: uuid, user_id: instructorId, member_type: 'instructor' })
    .execute();
  return { uuid, title, subtitle, memberType: 'instructor' };
}

export async function enroll(
  db: Db,
  { classUuid, userId, memberType }: { classUuid: string; userId: string; memberType: MemberType },
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

export async function instructor(db: Db, classUuid: string): Promise<ClassMember | undefined> {
  const row = await selectMembers(db, classUuid)
    .where('member_type', '=', 'instructor')
    .orderBy('enrolments.id')
    .limit(1)
    .executeTakeFirst();
  return row && toMember(row);
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

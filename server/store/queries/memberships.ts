import { Refusal } from '../../protocol/errors.js';
import { sql } from '../kysely.js';
import type { Membership, MemberType } from '../model.js';
import { type ChangeInput, MAX_INSTRUCTORS } from '../store.js';
import type { Db } from '../tables.js';
import { countTaught } from './classes.js';
import { exclude } from './exclusions.js';

export async function leaveClass(db: Db, given: ChangeInput<'leaveClass'>): Promise<Membership> {
  const memberType = await typeOf(db, given);
  if (memberType === 'instructor') await requireAnotherInstructor(db, given.classUuid);
  await endMembership(db, given);
  return { ...given, memberType };
}

export async function removeMember(db: Db, given: ChangeInput<'removeMember'>): Promise<Membership> {
  const memberType = await typeOf(db, given);
  if (memberType === 'instructor') {
    throw new Refusal('conflict', 'an instructor cannot be removed; make the user a student first');
  }
  await endMembership(db, given);
  await exclude(db, given);
  return { ...given, memberType };
}

export async function setMemberType(
  db: Db,
  { classUuid, userId, memberType, maxClasses }: ChangeInput<'setMemberType'>,
): Promise<Membership> {
  const before = await typeOf(db, { classUuid, userId });
  const after = { classUuid, userId, memberType };
  if (before === memberType) return after;
  if (memberType === 'student') {
    await requireAnotherInstructor(db, classUuid);
  } else {
    if ((await countInstructors(db, classUuid)) >= MAX_INSTRUCTORS) {
      throw new Refusal('conflict', `the class has ${MAX_INSTRUCTORS} instructors, which is the maximum`);
    }
    if (maxClasses !== undefined && (await countTaught(db, userId)) >= maxClasses) {
      throw new Refusal('conflict', `the user has ${maxClasses} classes, which is the maximum`);
    }
    await db
      .deleteFrom('exclusions')
      .where('class_uuid', '=', classUuid)
      .where('user_id', '=', userId)
      .execute();
  }
  await db
    .updateTable('enrolments')
    .set({ member_type: memberType })
    .where('class_uuid', '=', classUuid)
    .where('user_id', '=', userId)
    .execute();
  return after;
}

/** Keeps other transactions from changing roles in a class. */
export async function lockClass(db: Db, classUuid: string): Promise<void> {
  // Locks the row until the end of the transaction, in both databases.
  await db
    .updateTable('classes')
    .set({ used_ms: sql.ref('used_ms') })
    .where('uuid', '=', classUuid)
    .execute();
}

/** Returns the role of a member, and keeps other transactions from changing roles in the class. @throws Refusal not-found */
async function typeOf(db: Db, { classUuid, userId }: Omit<Membership, 'memberType'>): Promise<MemberType> {
  await lockClass(db, classUuid);
  const row = await db
    .selectFrom('enrolments')
    .select('member_type')
    .where('class_uuid', '=', classUuid)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found', 'the user is not enrolled in this class');
  return row.member_type;
}

/** @throws Refusal conflict with the given reason, and what to do, if the class has only one instructor */
export async function requireAnotherInstructor(
  db: Db,
  classUuid: string,
  reason = 'a class needs an instructor',
): Promise<void> {
  if ((await countInstructors(db, classUuid)) > 1) return;
  throw new Refusal('conflict', `${reason}; make another member an instructor first, or delete the class`);
}

async function countInstructors(db: Db, classUuid: string): Promise<number> {
  const { count } = await db
    .selectFrom('enrolments')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('class_uuid', '=', classUuid)
    .where('member_type', '=', 'instructor')
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function endMembership(db: Db, { classUuid, userId }: Omit<Membership, 'memberType'>): Promise<void> {
  await db
    .deleteFrom('enrolments')
    .where('class_uuid', '=', classUuid)
    .where('user_id', '=', userId)
    .execute();
}

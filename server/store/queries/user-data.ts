import { ERASED_USER, type UserRecord } from '../model.js';
import type { ChangeInput, ForwardPage, UserDataPart, UserDataQuery } from '../store.js';
import type { Db } from '../tables.js';
import { toEntry } from './audit-log.js';
import { lockClass, requireAnotherInstructor } from './memberships.js';
import { afterOf, pageLimit, toForwardPage } from './page.js';
import { saveUser } from './users.js';

/** Maximum number of rows of a table that one call erases. */
const BATCH = 200;

/** Reads the rows of one part, in the order of their IDs. */
type Read = (db: Db, userId: string, after: number, limit: number) => Promise<UserRecord[]>;

const read: Record<UserDataPart, Read> = {
  memberships: (db, userId, after, limit) =>
    db
      .selectFrom('enrolments')
      .innerJoin('classes', 'classes.uuid', 'enrolments.class_uuid')
      .select([
        'enrolments.id',
        'uuid as classUuid',
        'title',
        'member_type as memberType',
        'feed_ms as calendarLinkCreatedAt',
      ])
      .where('user_id', '=', userId)
      .where('enrolments.id', '>', after)
      .orderBy('enrolments.id')
      .limit(limit)
      .execute(),

  attendance: (db, userId, after, limit) =>
    db
      .selectFrom('spans')
      .select(['id', 'lecture_id as lectureId', 'from_ms as from', 'to_ms as to'])
      .where('user_id', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),

  messages: async (db, userId, after, limit) => {
    const rows = await db
      .selectFrom('chat_messages')
      .select(['id', 'lecture_id as lectureId', 'date_str as dateStr', 'text', 'private_with as privateWith'])
      .where('sender_id', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ privateWith, ...row }) => ({
      ...withText(row),
      ...(privateWith !== null && { privateWith }),
    }));
  },

  privateMessages: async (db, userId, after, limit) => {
    const rows = await db
      .selectFrom('chat_messages')
      .select(['id', 'lecture_id as lectureId', 'date_str as dateStr', 'text'])
      .where('private_with', '=', userId)
      .where('sender_id', '!=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(withText);
  },

  voiceMessages: async (db, userId, after, limit) => {
    const rows = await db
      .selectFrom('chat_messages')
      .innerJoin('chat_audio', 'chat_audio.message_id', 'chat_messages.id')
      .select(['chat_messages.id', 'mime_type as mimeType', 'data'])
      .where('sender_id', '=', userId)
      .where('chat_messages.id', '>', after)
      .orderBy('chat_messages.id')
      .limit(limit)
      .execute();
    return rows.map(({ data, ...row }) => ({ ...row, base64: Buffer.from(data).toString('base64') }));
  },

  recordings: (db, userId, after, limit) =>
    db
      .selectFrom('recording_files')
      .innerJoin('recordings', 'recordings.id', 'recording_files.recording_id')
      .select([
        'recording_files.id',
        'lecture_id as lectureId',
        'recording_id as recordingId',
        'kind',
        'recording_files.started_ms as startedAt',
        'bytes',
        'name as file',
      ])
      .where('user_id', '=', userId)
      .where('recording_files.id', '>', after)
      .orderBy('recording_files.id')
      .limit(limit)
      .execute(),

  markers: (db, userId, after, limit) =>
    db
      .selectFrom('markers')
      .select([
        'id',
        'lecture_id as lectureId',
        'marker_type as markerType',
        'video_index as videoIndex',
        'time',
        'created_ms as createdAt',
      ])
      .where('creator_id', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),

  markerMessages: async (db, userId, after, limit) => {
    const rows = await db
      .selectFrom('marker_messages')
      .select(['id', 'marker_id as markerId', 'date_str as dateStr', 'text'])
      .where('sender_id', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(withText);
  },

  votes: (db, userId, after, limit) =>
    db
      .selectFrom('marker_votes')
      .select('marker_id as id')
      .where('user_id', '=', userId)
      .where('marker_id', '>', after)
      .orderBy('marker_id')
      .limit(limit)
      .execute(),

  exclusions: (db, userId, after, limit) =>
    db
      .selectFrom('exclusions')
      .select(['id', 'class_uuid as classUuid', 'lecture_id as lectureId', 'created_ms as createdAt'])
      .where('user_id', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),

  admissions: (db, userId, after, limit) =>
    db
      .selectFrom('admissions')
      .select(['id', 'room_id as roomId', 'lecture_id as lectureId'])
      .where('user_id', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),

  roomExclusions: (db, userId, after, limit) =>
    db
      .selectFrom('room_exclusions')
      .select(['id', 'room_id as roomId', 'user_name as userName', 'created_ms as createdAt'])
      .where('user_id', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),

  rooms: (db, userId, after, limit) =>
    db
      .selectFrom('rooms')
      .select(['id', 'room_id as roomId', 'title', 'created_ms as createdAt'])
      .where('owner_id', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),

  // A user has few of them, which have no numeric IDs.
  browsers: async (db, userId, after) => {
    if (after > 0) return [];
    const rows = await db
      .selectFrom('browsers')
      .select(['name', 'created_ms as createdAt', 'used_ms as usedAt'])
      .where('user_id', '=', userId)
      .execute();
    return rows.map((row, index) => ({ id: index + 1, ...row }));
  },

  actions: async (db, userId, after, limit) =>
    (await audit(db, 'actor_id', userId, after, limit)).map((row) => ({ ...toEntry(row) })),

  audit: async (db, userId, after, limit) =>
    (await audit(db, 'target_id', userId, after, limit)).map((row) => ({ ...toEntry(row) })),
};

const audit = (db: Db, column: 'actor_id' | 'target_id', userId: string, after: number, limit: number) =>
  db
    .selectFrom('audit_log')
    .selectAll()
    .where(column, '=', userId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();

const withText = <R extends { text: string }>(row: R) => ({ ...row, text: JSON.parse(row.text) as unknown });

export async function userData(
  db: Db,
  userId: string,
  part: UserDataPart,
  query: UserDataQuery = {},
): Promise<ForwardPage<UserRecord>> {
  const rows = await read[part](db, userId, afterOf(query), pageLimit(query) + 1);
  return toForwardPage(rows, query, (row) => row);
}

export async function eraseUser(db: Db, { userId }: ChangeInput<'eraseUser'>): Promise<{ done: boolean }> {
  await endMemberships(db, userId);
  for (const table of ['chat_messages', 'marker_messages'] as const) {
    const ids = db.selectFrom(table).select('id').where('sender_id', '=', userId).orderBy('id').limit(BATCH);
    const { numDeletedRows } = await db.deleteFrom(table).where('id', 'in', ids).executeTakeFirst();
    if (numDeletedRows > 0n) return { done: false };
  }
  const answers = db
    .selectFrom('chat_messages')
    .select('id')
    .where('private_with', '=', userId)
    .orderBy('id')
    .limit(BATCH);
  const answered = await db.deleteFrom('chat_messages').where('id', 'in', answers).executeTakeFirst();
  if (answered.numDeletedRows > 0n) return { done: false };
  const spans = db.selectFrom('spans').select('id').where('user_id', '=', userId).orderBy('id').limit(BATCH);
  const attended = await db.deleteFrom('spans').where('id', 'in', spans).executeTakeFirst();
  if (attended.numDeletedRows > 0n) return { done: false };
  if (await eraseMarkers(db, userId)) return { done: false };
  const tables = [
    'exclusions',
    'admissions',
    'room_exclusions',
    'marker_votes',
    'browsers',
    'browser_links',
    'webhook_dead_letters',
    'recording_files',
  ] as const;
  for (const table of tables) {
    await db.deleteFrom(table).where('user_id', '=', userId).execute();
  }
  await db
    .updateTable('recordings')
    .set({ starter_id: ERASED_USER.id })
    .where('starter_id', '=', userId)
    .execute();
  await anonymizeAuditLog(db, userId);
  await db.deleteFrom('users').where('id', '=', userId).execute();
  return { done: true };
}

async function endMemberships(db: Db, userId: string): Promise<void> {
  const memberships = await db
    .selectFrom('enrolments')
    .select(['class_uuid', 'member_type'])
    .where('user_id', '=', userId)
    .execute();
  for (const { class_uuid, member_type } of memberships) {
    if (member_type !== 'instructor') continue;
    await lockClass(db, class_uuid);
    await requireAnotherInstructor(db, class_uuid, `the user is the last instructor of class ${class_uuid}`);
  }
  await db.deleteFrom('enrolments').where('user_id', '=', userId).execute();
}

/** Deletes some markers of a user. Those below which others wrote remain, without the user. Returns whether there were any. */
async function eraseMarkers(db: Db, userId: string): Promise<boolean> {
  const found = await db
    .selectFrom('markers')
    .select(({ selectFrom, exists }) => [
      'id',
      exists(selectFrom('marker_messages').select('id').whereRef('marker_id', '=', 'markers.id').limit(1)).as(
        'discussed',
      ),
    ])
    .where('creator_id', '=', userId)
    .orderBy('id')
    .limit(BATCH)
    .execute();
  if (found.length === 0) return false;
  const ids = (discussed: boolean) =>
    found.filter((each) => Boolean(each.discussed) === discussed).map(({ id }) => id);
  if (ids(false).length > 0) await db.deleteFrom('markers').where('id', 'in', ids(false)).execute();
  if (ids(true).length > 0) {
    await saveUser(db, ERASED_USER);
    await db
      .updateTable('markers')
      .set({ creator_id: ERASED_USER.id })
      .where('id', 'in', ids(true))
      .execute();
  }
  return true;
}

/** The actions remain, without the user's ID and name. */
async function anonymizeAuditLog(db: Db, userId: string): Promise<void> {
  const { id, name } = ERASED_USER;
  await db
    .updateTable('audit_log')
    .set({ actor_id: id, actor_name: name })
    .where('actor_id', '=', userId)
    .execute();
  await db
    .updateTable('audit_log')
    .set({ target_id: id, target_name: name })
    .where('target_id', '=', userId)
    .execute();
}

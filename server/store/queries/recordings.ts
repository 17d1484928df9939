import { Refusal } from '../../protocol/errors.js';
import type { Selectable } from '../kysely.js';
import type { Recording, RecordingFile } from '../recordings.js';
import { type ChangeInput, MAX_RECORDINGS } from '../store.js';
import type { Db, Tables } from '../tables.js';
import { lecture } from './lectures.js';
import { addWebhookEvent } from './webhook-events.js';

/** Maximum number of recordings that one call returns. */
const BATCH = 200;

const toRecording = (row: Selectable<Tables['recordings']>): Recording => ({
  id: row.id,
  lectureId: row.lecture_id,
  starterId: row.starter_id,
  startedAt: row.started_ms,
  ...(row.ended_ms !== null && { endedAt: row.ended_ms }),
  ...(row.reason !== null && { reason: row.reason }),
  ...(row.converted_ms !== null && { convertedAt: row.converted_ms }),
});

const toFile = (row: Selectable<Tables['recording_files']>): RecordingFile => ({
  id: row.id,
  recordingId: row.recording_id,
  userId: row.user_id,
  userName: row.user_name,
  kind: row.kind,
  startedAt: row.started_ms,
  bytes: row.bytes,
  name: row.name,
});

export async function recording(db: Db, id: number): Promise<Recording | undefined> {
  const row = await db.selectFrom('recordings').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toRecording(row);
}

async function requireRecording(db: Db, id: number): Promise<Recording> {
  const found = await recording(db, id);
  if (!found) throw new Refusal('not-found', 'recording not found');
  return found;
}

export async function startRecording(
  db: Db,
  { lectureId, userId }: ChangeInput<'startRecording'>,
): Promise<Recording> {
  const running = await runningId(db, lectureId);
  if (running !== undefined) return requireRecording(db, running);
  const live = await db
    .selectFrom('lectures')
    .select('recordings')
    .where('id', '=', lectureId)
    .where('is_live', '=', 1)
    .executeTakeFirst();
  if (!live) throw new Refusal('conflict', 'only a live lecture can be recorded; start the class first');
  if (live.recordings >= MAX_RECORDINGS) {
    throw new Refusal(
      'conflict',
      `this lecture has ${MAX_RECORDINGS} recordings, which is the maximum; delete one of them first`,
    );
  }
  const row = await db
    .insertInto('recordings')
    .values({ lecture_id: lectureId, starter_id: userId, started_ms: Date.now() })
    .returningAll()
    .executeTakeFirstOrThrow();
  await db
    .updateTable('lectures')
    .set({ recording_id: row.id, recordings: live.recordings + 1 })
    .where('id', '=', lectureId)
    .execute();
  return toRecording(row);
}

export async function endRecording(
  db: Db,
  { lectureId, reason }: ChangeInput<'endRecording'>,
): Promise<Recording> {
  const id = await runningId(db, lectureId);
  if (id === undefined) throw new Refusal('conflict', 'this lecture is not being recorded');
  await db.updateTable('lectures').set({ recording_id: null }).where('id', '=', lectureId).execute();
  const row = await db
    .updateTable('recordings')
    .set({ ended_ms: Date.now(), reason })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRecording(row);
}

/** Returns the ID of the recording that runs. Locks the lecture until the end of the transaction, in both databases. */
async function runningId(db: Db, lectureId: number): Promise<number | undefined> {
  const row = await db
    .updateTable('lectures')
    .set(({ ref }) => ({ class_uuid: ref('class_uuid') }))
    .where('id', '=', lectureId)
    .returning('recording_id')
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found', 'lecture not found');
  return row.recording_id ?? undefined;
}

export async function addRecordingFiles(
  db: Db,
  { recordingId, files }: ChangeInput<'addRecordingFiles'>,
): Promise<Recording> {
  const row = await db
    .updateTable('recordings')
    .set({ converted_ms: Date.now() })
    .where('id', '=', recordingId)
    .where('converted_ms', 'is', null)
    .returningAll()
    .executeTakeFirst();
  // Another node has stored them.
  if (!row) return requireRecording(db, recordingId);
  const ids = [...new Set(files.map(({ userId }) => userId))];
  const found = await db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', [...ids, ''])
    .execute();
  const users = new Set(found.map(({ id }) => id));
  let stored = 0;
  for (const file of files) {
    if (!users.has(file.userId)) continue;
    await db
      .insertInto('recording_files')
      .values({
        recording_id: recordingId,
        user_id: file.userId,
        user_name: file.userName,
        kind: file.kind,
        started_ms: file.startedAt,
        bytes: file.bytes,
        name: file.name,
      })
      .execute();
    stored++;
  }
  await reportReady(db, toRecording(row), stored);
  return toRecording(row);
}

/** Stores the event of a recording that can be downloaded. */
async function reportReady(db: Db, { id, lectureId }: Recording, files: number): Promise<void> {
  const found = await lecture(db, lectureId);
  if (!found) return;
  const { classUuid, lectureName } = found;
  const roomId = `lecture_${lectureId}`;
  await addWebhookEvent(db, {
    type: 'recording.ready',
    roomId,
    data: {
      room: roomId,
      class: classUuid,
      lecture: { id: lectureId, name: lectureName },
      recording: { id, files },
    },
  });
}

export async function deleteRecording(
  db: Db,
  { recordingId }: ChangeInput<'deleteRecording'>,
): Promise<Recording> {
  const found = await requireRecording(db, recordingId);
  if (found.endedAt === undefined)
    throw new Refusal('conflict', 'the recording runs; stop it before you delete it');
  await db.deleteFrom('recordings').where('id', '=', recordingId).execute();
  await db
    .updateTable('lectures')
    .set(({ eb }) => ({ recordings: eb('recordings', '-', 1) }))
    .where('id', '=', found.lectureId)
    .execute();
  return found;
}

export async function recordings(
  db: Db,
  lectureId: number,
): Promise<(Recording & { files: RecordingFile[] })[]> {
  const rows = await db
    .selectFrom('recordings')
    .selectAll()
    .where('lecture_id', '=', lectureId)
    .orderBy('id')
    .limit(MAX_RECORDINGS)
    .execute();
  const files = await db
    .selectFrom('recording_files')
    .innerJoin('recordings', 'recordings.id', 'recording_files.recording_id')
    .selectAll('recording_files')
    .where('lecture_id', '=', lectureId)
    .orderBy('recording_files.started_ms')
    .orderBy('recording_files.id')
    .execute();
  return rows.map((row) => ({
    ...toRecording(row),
    files: files.filter((file) => file.recording_id === row.id).map(toFile),
  }));
}

export async function recordingFile(
  db: Db,
  id: number,
): Promise<{ file: RecordingFile; recording: Recording } | undefined> {
  const row = await db.selectFrom('recording_files').selectAll().where('id', '=', id).executeTakeFirst();
  return row && { file: toFile(row), recording: await requireRecording(db, row.recording_id) };
}

export async function unfinishedRecordings(db: Db): Promise<Recording[]> {
  const rows = await db
    .selectFrom('recordings')
    .selectAll()
    .where('converted_ms', 'is', null)
    .orderBy('id')
    .limit(BATCH)
    .execute();
  return rows.map(toRecording);
}

export async function oldRecordings(db: Db, before: number): Promise<Recording[]> {
  const rows = await db
    .selectFrom('recordings')
    .selectAll()
    .where('ended_ms', '<', before)
    .orderBy('id')
    .limit(BATCH)
    .execute();
  return rows.map(toRecording);
}

export async function recordingBytes(db: Db, lectureId?: number): Promise<number> {
  let files = db
    .selectFrom('recording_files')
    .innerJoin('recordings', 'recordings.id', 'recording_files.recording_id')
    .select(({ fn }) => fn.sum<number | string | null>('bytes').as('bytes'));
  if (lectureId !== undefined) files = files.where('lecture_id', '=', lectureId);
  return Number((await files.executeTakeFirst())?.bytes ?? 0);
}

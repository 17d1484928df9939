import { Refusal } from '../../protocol/errors.js';
import type { ExpressionBuilder } from '../kysely.js';
import type { Marker, MarkerVotes } from '../model.js';
import type { ChangeInput, MarkersQuery, Page } from '../store.js';
import type { Db, Tables } from '../tables.js';
import { beforeOf, pageLimit, toPage } from './page.js';

const countVotes = ({ selectFrom }: ExpressionBuilder<Tables, 'markers'>) =>
  selectFrom('marker_votes')
    .whereRef('marker_id', '=', 'markers.id')
    .select(({ fn }) => fn.countAll<number>().as('count'));

/** @param voterId the user whose votes `voted` shows */
const selectMarkers = (db: Db, voterId = '') =>
  db
    .selectFrom('markers')
    .innerJoin('lectures', 'lectures.id', 'markers.lecture_id')
    .innerJoin('users', 'users.id', 'markers.creator_id')
    .select((row) => [
      'markers.id',
      'lecture_id',
      'class_uuid',
      'creator_id',
      'users.name as creator_name',
      'marker_type',
      'video_index',
      'time',
      'created_ms',
      'answered',
      countVotes(row).as('votes'),
      countVotes(row).where('user_id', '=', voterId).as('voted'),
    ]);

type MarkerRow = Awaited<ReturnType<ReturnType<typeof selectMarkers>['executeTakeFirstOrThrow']>>;

const toMarker = (row: MarkerRow): Marker => ({
  id: row.id,
  lectureId: row.lecture_id,
  classUuid: row.class_uuid,
  creatorId: row.creator_id,
  creatorName: row.creator_name,
  markerType: row.marker_type,
  videoIndex: row.video_index,
  time: row.time,
  createdAt: row.created_ms,
  answered: row.answered === 1,
  votes: row.votes ?? 0,
  voted: row.voted === 1,
});

export async function createMarker(db: Db, given: ChangeInput<'createMarker'>): Promise<Marker> {
  const { id } = await db
    .insertInto('markers')
    .values({
      lecture_id: given.lectureId,
      video_index: given.videoIndex,
      time: given.time,
      marker_type: given.markerType,
      creator_id: given.creatorId,
      created_ms: Date.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return existingMarker(db, id);
}

export async function deleteMarker(db: Db, { markerId }: { markerId: number }): Promise<Marker> {
  const removed = await existingMarker(db, markerId);
  const { numDeletedRows } = await db.deleteFrom('markers').where('id', '=', markerId).executeTakeFirst();
  // Another node can have deleted the marker since it was read.
  if (numDeletedRows === 0n) throw markerNotFound();
  return removed;
}

export async function setMarkerAnswered(
  db: Db,
  { markerId, answered }: ChangeInput<'setMarkerAnswered'>,
): Promise<Marker> {
  await db
    .updateTable('markers')
    .set({ answered: Number(answered) })
    .where('id', '=', markerId)
    .execute();
  return existingMarker(db, markerId);
}

export async function voteMarker(
  db: Db,
  { markerId, userId, vote }: ChangeInput<'voteMarker'>,
): Promise<MarkerVotes> {
  if (vote) {
    await db
      .insertInto('marker_votes')
      .values({ marker_id: markerId, user_id: userId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } else {
    await db
      .deleteFrom('marker_votes')
      .where('marker_id', '=', markerId)
      .where('user_id', '=', userId)
      .execute();
  }
  const [found] = await markerVotes(db, [markerId]);
  if (!found) throw markerNotFound();
  return found;
}

export async function markerVotes(db: Db, markerIds: readonly number[]): Promise<MarkerVotes[]> {
  if (markerIds.length === 0) return [];
  const rows = await db
    .selectFrom('markers')
    .where('id', 'in', markerIds)
    .select((row) => ['id', countVotes(row).as('votes')] as const)
    .execute();
  return rows.map(({ id, votes }) => ({ markerId: id, votes: votes ?? 0 }));
}

const markerNotFound = (): Refusal => new Refusal('not-found', 'marker not found');

async function existingMarker(db: Db, id: number): Promise<Marker> {
  const found = await marker(db, id);
  if (!found) throw markerNotFound();
  return found;
}

export async function marker(db: Db, id: number): Promise<Marker | undefined> {
  const row = await selectMarkers(db).where('markers.id', '=', id).executeTakeFirst();
  return row && toMarker(row);
}

export async function markers(
  db: Db,
  lectureId: number,
  videoIndex: number | undefined,
  { voterId, ...query }: MarkersQuery = {},
): Promise<Page<Marker>> {
  const rows = await selectMarkers(db, voterId)
    .where('lecture_id', '=', lectureId)
    .$if(videoIndex !== undefined, (all) => all.where('video_index', '=', videoIndex ?? 0))
    .where('markers.id', '<', beforeOf(query))
    .orderBy('markers.id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, toMarker);
}

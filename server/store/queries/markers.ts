import { Refusal } from '../../protocol/errors.js';
import type { Marker } from '../model.js';
import type { ChangeInput, Page, PageQuery } from '../store.js';
import type { Db } from '../tables.js';
import { beforeOf, pageLimit, toPage } from './page.js';

const selectMarkers = (db: Db) =>
  db
    .selectFrom('markers')
    .innerJoin('lectures', 'lectures.id', 'markers.lecture_id')
    .innerJoin('users', 'users.id', 'markers.creator_id')
    .select([
      'markers.id',
      'lecture_id',
      'class_uuid',
      'creator_id',
      'users.name as creator_name',
      'marker_type',
      'video_index',
      'time',
      'created_ms',
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
  query: PageQuery = {},
): Promise<Page<Marker>> {
  const rows = await selectMarkers(db)
    .where('lecture_id', '=', lectureId)
    .$if(videoIndex !== undefined, (all) => all.where('video_index', '=', videoIndex ?? 0))
    .where('markers.id', '<', beforeOf(query))
    .orderBy('markers.id', 'desc')
    .limit(pageLimit(query) + 1)
    .execute();
  return toPage(rows, query, toMarker);
}

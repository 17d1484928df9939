import { Refusal } from '../../protocol/errors.js';
import { sql } from '../kysely.js';
import type { ChangedLecture, Lecture } from '../model.js';
import type { ChangeInput } from '../store.js';
import type { Db } from '../tables.js';
import { checkBytes, lecture, toLecture } from './lectures.js';
import { comparePlaylists, type PlaylistChange } from './playlist-change.js';

export async function correctLecture(db: Db, given: ChangeInput<'correctLecture'>): Promise<ChangedLecture> {
  const { id, lectureDate, lectureName, playlist, limits } = given;
  const before = await lecture(db, id);
  if (!before) throw new Refusal('not-found', 'lecture not found');
  const bytes = ({ lectureName, playlist }: Pick<Lecture, 'lectureName' | 'playlist'>): number =>
    Buffer.byteLength(lectureName) + Buffer.byteLength(playlist);
  const after = { lectureName: lectureName ?? before.lectureName, playlist: playlist ?? before.playlist };
  if (limits && bytes(after) > bytes(before)) await checkBytes(db, limits);
  const { videoIdx, restarts } = await changeVideos(db, before, after.playlist);
  const isRevised =
    after.lectureName !== before.lectureName || (lectureDate ?? before.lectureDate) !== before.lectureDate;
  const row = await db
    .updateTable('lectures')
    .set({
      lecture_name: after.lectureName,
      playlist: after.playlist,
      video_idx: videoIdx,
      ...(lectureDate !== undefined && { lecture_date: lectureDate }),
      ...(isRevised && { revision: sql<number>`revision + 1`, revised_ms: Date.now() }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ...toLecture(row), restarts };
}

/** Moves the markers and the current video along with the videos of a playlist. */
async function changeVideos(
  db: Db,
  { id, videoIdx, playlist }: Lecture,
  changed: string,
): Promise<Pick<ChangedLecture, 'videoIdx' | 'restarts'>> {
  if (changed === playlist) return { videoIdx, restarts: false };
  const change = comparePlaylists(playlist, changed);
  await moveMarkers(db, id, change);
  const { index, replaced } = change.videos[videoIdx] ?? { index: undefined, replaced: false };
  return {
    videoIdx: index ?? Math.max(0, Math.min(videoIdx, change.count - 1)),
    restarts: index === undefined || replaced,
  };
}

/** Moves the markers along with their videos, and deletes those of removed videos. */
async function moveMarkers(db: Db, lectureId: number, { videos }: PlaylistChange): Promise<void> {
  const moved = [...videos.entries()].filter(([place, { index }]) => index !== place);
  const removed = moved.filter(([, { index }]) => index === undefined).map(([place]) => place);
  if (removed.length > 0) {
    await db
      .deleteFrom('markers')
      .where('lecture_id', '=', lectureId)
      .where('video_index', 'in', removed)
      .execute();
  }
  const cases = moved.filter(([, { index }]) => index !== undefined);
  if (cases.length === 0) return;
  // In one statement, since each new index can be an old one as well.
  const whens = cases.map(([place, { index }]) => sql`when ${sql.lit(place)} then ${sql.lit(index)}`);
  await db
    .updateTable('markers')
    .set({ video_index: sql<number>`case video_index ${sql.join(whens, sql` `)} end` })
    .where('lecture_id', '=', lectureId)
    .where(
      'video_index',
      'in',
      cases.map(([place]) => place),
    )
    .execute();
}

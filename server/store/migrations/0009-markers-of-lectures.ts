import type { Migration } from './migration.js';

/** Pages of the markers of all videos of a lecture. */
export const markersOfLectures: Migration = {
  name: '0009-markers-of-lectures',
  async up(db) {
    await db.schema
      .createIndex('markers_lecture_id_id')
      .on('markers')
      .columns(['lecture_id', 'id'])
      .execute();
  },
};

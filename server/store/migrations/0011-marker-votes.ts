import { sql } from '../kysely.js';
import { type Migration, notNull } from './migration.js';

/** Votes for questions, and whether questions are answered. */
export const markerVotes: Migration = {
  name: '0011-marker-votes',
  async up(db) {
    await db.schema
      .alterTable('markers')
      .addColumn('answered', 'integer', (column) => notNull(column).defaultTo(sql.lit(0)))
      .execute();
    await db.schema
      .createTable('marker_votes')
      .addColumn('marker_id', 'bigint', (column) =>
        notNull(column).references('markers.id').onDelete('cascade'),
      )
      .addColumn('user_id', 'text', (column) => notNull(column).references('users.id').onDelete('cascade'))
      .addPrimaryKeyConstraint('marker_votes_once', ['marker_id', 'user_id'])
      .execute();
    await db.schema.createIndex('marker_votes_user_id').on('marker_votes').column('user_id').execute();
  },
};

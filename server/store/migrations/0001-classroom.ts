import { type ColumnDefinitionBuilder, type Kysely, sql } from 'kysely';
import { type Dialect, type Migration, required } from './migration.js';

/** Users, classes, lectures, who was there, chat, markers, and the replies to requests. */
export const classroom: Migration = {
  name: '0001-classroom',
  async up(db, dialect) {
    await people(db, dialect);
    await lectures(db, dialect);
    await messages(db, dialect);
    await replies(db, dialect);
  },
};

const of =
  (column: string) =>
  (definition: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
    definition.notNull().references(column);

async function people(db: Kysely<unknown>, { withId }: Dialect): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', required)
    .addColumn('photo', 'text')
    .execute();
  await db.schema
    .createTable('classes')
    .addColumn('uuid', 'text', (column) => column.primaryKey().notNull())
    .addColumn('title', 'text', required)
    .addColumn('subtitle', 'text', required)
    .execute();
  await withId(db.schema.createTable('enrolments'))
    .addColumn('class_uuid', 'text', of('classes.uuid'))
    .addColumn('user_id', 'text', of('users.id'))
    .addColumn('member_type', 'text', required)
    .addUniqueConstraint('enrolments_once', ['class_uuid', 'user_id'])
    .execute();
  await index(db, 'enrolments', ['class_uuid', 'id']);
  await index(db, 'enrolments', ['user_id', 'id']);
}

async function lectures(db: Kysely<unknown>, { withId }: Dialect): Promise<void> {
  await withId(db.schema.createTable('lectures'))
    .addColumn('class_uuid', 'text', of('classes.uuid'))
    .addColumn('lecture_date', 'text', required)
    .addColumn('lecture_name', 'text', required)
    .addColumn('playlist', 'text', required)
    .addColumn('is_live', 'integer', required)
    .addColumn('video_idx', 'integer', required)
    .addColumn('speech', 'text', required)
    .execute();
  await index(db, 'lectures', ['class_uuid', 'id']);
  await db.schema
    .createIndex('lectures_live')
    .on('lectures')
    .column('id')
    .where(sql.ref('is_live'), '=', sql.lit(1))
    .execute();
  await withId(db.schema.createTable('spans'))
    .addColumn('lecture_id', 'bigint', of('lectures.id'))
    .addColumn('user_id', 'text', of('users.id'))
    .addColumn('from_ms', 'bigint', required)
    .addColumn('to_ms', 'bigint', required)
    .execute();
  await index(db, 'spans', ['lecture_id', 'user_id', 'from_ms']);
}

async function messages(db: Kysely<unknown>, { withId }: Dialect): Promise<void> {
  await withId(db.schema.createTable('chat_messages'))
    .addColumn('lecture_id', 'bigint', of('lectures.id'))
    .addColumn('sender_id', 'text', of('users.id'))
    .addColumn('date_str', 'text', required)
    .addColumn('text', 'text', required)
    .execute();
  await index(db, 'chat_messages', ['lecture_id', 'id']);
  await withId(db.schema.createTable('markers'))
    .addColumn('lecture_id', 'bigint', of('lectures.id'))
    .addColumn('video_index', 'integer', required)
    .addColumn('time', 'double precision', required)
    .addColumn('marker_type', 'text', required)
    .addColumn('creator_id', 'text', of('users.id'))
    .addColumn('created_ms', 'bigint', required)
    .execute();
  await index(db, 'markers', ['lecture_id', 'video_index', 'id']);
  await withId(db.schema.createTable('marker_messages'))
    .addColumn('marker_id', 'bigint', (column) => of('markers.id')(column).onDelete('cascade'))
    .addColumn('sender_id', 'text', of('users.id'))
    .addColumn('date_str', 'text', required)
    .addColumn('text', 'text', required)
    .execute();
  await index(db, 'marker_messages', ['marker_id', 'id']);
}

async function replies(db: Kysely<unknown>, { withId }: Dialect): Promise<void> {
  await withId(db.schema.createTable('replies'))
    .addColumn('client_id', 'text', required)
    .addColumn('request_id', 'text', required)
    .addColumn('change', 'text', required)
    .addColumn('answer', 'text', required)
    .addColumn('created_ms', 'bigint', required)
    .addUniqueConstraint('replies_once', ['client_id', 'request_id'])
    .execute();
  await index(db, 'replies', ['client_id', 'id']);
}

/** The last column of each is the one that its pages are ordered by. */
async function index(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex([table, ...columns].join('_'))
    .on(table)
    .columns(columns)
    .execute();
}

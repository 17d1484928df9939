import { type ColumnDefinitionBuilder, type Kysely, sql } from '../kysely.js';
import { type Migration, notNull, type SchemaDialect } from './migration.js';

/** Users, classes, lectures, attendance, chat, markers, and replies to requests. */
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

async function people(db: Kysely<unknown>, { addIdColumn }: SchemaDialect): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', notNull)
    .addColumn('photo', 'text')
    .execute();
  await db.schema
    .createTable('classes')
    .addColumn('uuid', 'text', (column) => column.primaryKey().notNull())
    .addColumn('title', 'text', notNull)
    .addColumn('subtitle', 'text', notNull)
    .execute();
  await addIdColumn(db.schema.createTable('enrolments'))
    .addColumn('class_uuid', 'text', of('classes.uuid'))
    .addColumn('user_id', 'text', of('users.id'))
    .addColumn('member_type', 'text', notNull)
    .addUniqueConstraint('enrolments_once', ['class_uuid', 'user_id'])
    .execute();
  await index(db, 'enrolments', ['class_uuid', 'id']);
  await index(db, 'enrolments', ['user_id', 'id']);
}

async function lectures(db: Kysely<unknown>, { addIdColumn }: SchemaDialect): Promise<void> {
  await addIdColumn(db.schema.createTable('lectures'))
    .addColumn('class_uuid', 'text', of('classes.uuid'))
    .addColumn('lecture_date', 'text', notNull)
    .addColumn('lecture_name', 'text', notNull)
    .addColumn('playlist', 'text', notNull)
    .addColumn('is_live', 'integer', notNull)
    .addColumn('video_idx', 'integer', notNull)
    .addColumn('speech', 'text', notNull)
    .execute();
  await index(db, 'lectures', ['class_uuid', 'id']);
  await db.schema
    .createIndex('lectures_live')
    .on('lectures')
    .column('id')
    .where(sql.ref('is_live'), '=', sql.lit(1))
    .execute();
  await addIdColumn(db.schema.createTable('spans'))
    .addColumn('lecture_id', 'bigint', of('lectures.id'))
    .addColumn('user_id', 'text', of('users.id'))
    .addColumn('from_ms', 'bigint', notNull)
    .addColumn('to_ms', 'bigint', notNull)
    .execute();
  await index(db, 'spans', ['lecture_id', 'user_id', 'from_ms']);
}

async function messages(db: Kysely<unknown>, { addIdColumn }: SchemaDialect): Promise<void> {
  await addIdColumn(db.schema.createTable('chat_messages'))
    .addColumn('lecture_id', 'bigint', of('lectures.id'))
    .addColumn('sender_id', 'text', of('users.id'))
    .addColumn('date_str', 'text', notNull)
    .addColumn('text', 'text', notNull)
    .execute();
  await index(db, 'chat_messages', ['lecture_id', 'id']);
  await addIdColumn(db.schema.createTable('markers'))
    .addColumn('lecture_id', 'bigint', of('lectures.id'))
    .addColumn('video_index', 'integer', notNull)
    .addColumn('time', 'double precision', notNull)
    .addColumn('marker_type', 'text', notNull)
    .addColumn('creator_id', 'text', of('users.id'))
    .addColumn('created_ms', 'bigint', notNull)
    .execute();
  await index(db, 'markers', ['lecture_id', 'video_index', 'id']);
  await addIdColumn(db.schema.createTable('marker_messages'))
    .addColumn('marker_id', 'bigint', (column) => of('markers.id')(column).onDelete('cascade'))
    .addColumn('sender_id', 'text', of('users.id'))
    .addColumn('date_str', 'text', notNull)
    .addColumn('text', 'text', notNull)
    .execute();
  await index(db, 'marker_messages', ['marker_id', 'id']);
}

async function replies(db: Kysely<unknown>, { addIdColumn }: SchemaDialect): Promise<void> {
  await addIdColumn(db.schema.createTable('replies'))
    .addColumn('client_id', 'text', notNull)
    .addColumn('request_id', 'text', notNull)
    .addColumn('change', 'text', notNull)
    .addColumn('answer', 'text', notNull)
    .addColumn('created_ms', 'bigint', notNull)
    .addUniqueConstraint('replies_once', ['client_id', 'request_id'])
    .execute();
  await index(db, 'replies', ['client_id', 'id']);
}

/** Creates an index. Its last column is the one by which pages are sorted. */
async function index(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex([table, ...columns].join('_'))
    .on(table)
    .columns(columns)
    .execute();
}

import { type Migration, notNull } from './migration.js';

/** The actions of teachers and operators against others. Entries remain when their class is deleted. */
export const auditLog: Migration = {
  name: '0008-audit-log',
  async up(db, { addIdColumn }) {
    await addIdColumn(db.schema.createTable('audit_log'))
      .addColumn('at_ms', 'bigint', notNull)
      .addColumn('action', 'text', notNull)
      .addColumn('actor_id', 'text')
      .addColumn('actor_name', 'text')
      .addColumn('class_uuid', 'text')
      .addColumn('lecture_id', 'bigint')
      .addColumn('lecture_name', 'text')
      .addColumn('target_id', 'text')
      .addColumn('target_name', 'text')
      .addColumn('detail', 'text')
      .execute();
    for (const column of ['actor_id', 'class_uuid']) {
      await db.schema.createIndex(`audit_log_${column}_id`).on('audit_log').columns([column, 'id']).execute();
    }
    await db.schema.createIndex('audit_log_at_ms').on('audit_log').column('at_ms').execute();
  },
};

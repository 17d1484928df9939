import type { Migration } from './migration.js';

/** The names of the API keys with which actions of the audit log were taken. */
export const auditLogKeys: Migration = {
  name: '0020-audit-log-keys',
  async up(db) {
    await db.schema.alterTable('audit_log').addColumn('key_name', 'text').execute();
  },
};

import { StoreError } from '../errors.js';
import { type Kysely, sql } from '../kysely.js';
import { classroom } from './0001-classroom.js';
import { sessions } from './0002-sessions.js';
import { rooms } from './0003-rooms.js';
import { secret } from './0004-secret.js';
import { exclusions } from './0005-exclusions.js';
import { revocations } from './0006-revocations.js';
import { lastUse } from './0007-last-use.js';
import { auditLog } from './0008-audit-log.js';
import { markersOfLectures } from './0009-markers-of-lectures.js';
import { outbox } from './0010-outbox.js';
import { markerVotes } from './0011-marker-votes.js';
import { orderInRooms } from './0012-order-in-rooms.js';
import { chatAudio } from './0013-chat-audio.js';
import { browsers } from './0014-browsers.js';
import { userData } from './0015-user-data.js';
import { privateMessages } from './0016-private-messages.js';
import { calendar } from './0017-calendar.js';
import { webhooks } from './0018-webhooks.js';
import { recordings } from './0019-recordings.js';
import { auditLogKeys } from './0020-audit-log-keys.js';
import { bansWithoutSettings } from './0021-bans-without-settings.js';
import type { Migration, SchemaDialect } from './migration.js';

/** All migrations, in order. A migration that has been released must not be changed. */
export const migrations: readonly Migration[] = [
  classroom,
  sessions,
  rooms,
  secret,
  exclusions,
  revocations,
  lastUse,
  auditLog,
  markersOfLectures,
  outbox,
  markerVotes,
  orderInRooms,
  chatAudio,
  browsers,
  userData,
  privateMessages,
  calendar,
  webhooks,
  recordings,
  auditLogKeys,
  bansWithoutSettings,
];

/**
 * Runs the missing migrations. Must run in a transaction that excludes other migrating nodes.
 * @param where the database, for error messages
 * @throws StoreError if a newer version of Lectern has migrated the database
 */
export async function migrate(
  db: Kysely<unknown>,
  dialect: SchemaDialect,
  where: string,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await sql`create table if not exists schema_versions (version integer primary key, name text not null)`.execute(
    db,
  );
  const version = await currentVersion(db);
  if (version > steps.length) {
    throw new StoreError(
      `${where} was migrated by a newer version of Lectern: its tables have version ${version}, and this version ` +
        `of Lectern supports version ${steps.length}. Start the newer version, or choose another database.`,
    );
  }
  for (const [position, step] of steps.entries()) {
    if (position < version) continue;
    await step.up(db, dialect);
    await sql`insert into schema_versions (version, name) values (${position + 1}, ${step.name})`.execute(db);
  }
}

async function currentVersion(db: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{
    version: number | null;
  }>`select max(version) as version from schema_versions`.execute(db);
  return rows[0]?.version ?? 0;
}

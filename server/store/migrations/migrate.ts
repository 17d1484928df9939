import { type Kysely, sql } from 'kysely';
import { StoreError } from '../errors.js';
import { classroom } from './0001-classroom.js';
import { sessions } from './0002-sessions.js';
import { rooms } from './0003-rooms.js';
import { secret } from './0004-secret.js';
import type { Dialect, Migration } from './migration.js';

/** Every step from an empty database to the present one, in order; what has been released is never changed. */
export const migrations: readonly Migration[] = [classroom, sessions, rooms, secret];

/**
 * Brings the tables up to date. To be called within a transaction that excludes every other node doing the same.
 * @param where names the database in messages
 * @throws StoreError where a newer version of Lectern has been at work
 */
export async function migrate(
  db: Kysely<unknown>,
  dialect: Dialect,
  where: string,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await sql`create table if not exists schema_versions (version integer primary key, name text not null)`.execute(
    db,
  );
  const version = await currentVersion(db);
  if (version > steps.length) {
    throw new StoreError(
      `${where} was made by a newer Lectern: its tables are of version ${version}, and this one knows them up to ` +
        `version ${steps.length}. Start the newer Lectern again, or choose another database.`,
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

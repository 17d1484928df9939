import { createHash } from 'node:crypto';
import pg from 'pg';
import { Refusal } from '../protocol/errors.js';
import { runningTime } from '../util/running-time.js';
import { ConnectionPool, connectionOptions } from './connection-pool.js';
import { createStore, databaseUnavailable, type Engine } from './engine.js';
import { StoreError } from './errors.js';
import { Kysely, PostgresDialect, sql } from './kysely.js';
import { migrate } from './migrations/migrate.js';
import { postgresDialect } from './migrations/migration.js';
import { describeDatabase, explainConnectError } from './postgres-errors.js';
import { recordCheck } from './queries/readiness.js';
import { runChange, runRead } from './queries/registry.js';
import { ConcurrentRequestError } from './queries/replies.js';
import {
  type Announcement,
  CALL_TIMEOUT,
  type ChangeInput,
  type ChangeName,
  type ChangeResult,
  type ChangeValue,
  type ReadInput,
  type ReadName,
  type ReadResult,
  type RequestKey,
  type Store,
} from './store.js';
import type { Tables } from './tables.js';

/** Key of the advisory lock that serializes migrations: an arbitrary number that is unique within the database. */
const MIGRATION_LOCK = 0x6c656374;

/** First key of the advisory locks of rooms, which are separate from locks with a single key. */
const ROOM_LOCK = 0x6c656374;

/** Maximum time in ms that a node waits for another one to finish its migration. */
const MIGRATION_TIMEOUT = 60_000;

/**
 * Opens the store in a PostgreSQL database, which several nodes can share.
 * @param url for example `postgres://user:password@host:5432/database`
 * @throws StoreError if the database cannot be used
 */
export async function openPostgres(url: string): Promise<Store> {
  await migrateDatabase(url);
  return createStore(new PostgresEngine(url));
}

/** Uses a separate connection without time limits, since creating an index can take longer than any query should. */
async function migrateDatabase(url: string): Promise<void> {
  const where = describeDatabase(url);
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ ...connectionOptions(url), max: 1 }) }),
  });
  try {
    await db.transaction().execute(async (transaction) => {
      await sql`select set_config('lock_timeout', ${String(MIGRATION_TIMEOUT)}, true)`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction);
      await migrate(transaction, postgresDialect, where);
    });
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError(explainConnectError(error, where));
  } finally {
    await db.destroy();
  }
}

class PostgresEngine implements Engine {
  /** Changes run on several connections at the same time. */
  readonly ordered = false;
  private readonly db: Kysely<Tables>;
  /** A connection for health checks, which must not wait for the calls of clients. It is closed when idle. */
  private readonly checks: Kysely<Tables>;

  constructor(url: string) {
    const open = (max?: number) =>
      new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new ConnectionPool(url, max) }) });
    this.db = open();
    this.checks = open(1);
  }

  async change<K extends ChangeName>(
    name: K,
    given: ChangeInput<K>,
    request: RequestKey | undefined,
    announcement: Announcement | undefined,
  ) {
    const deadline = runningTime() + CALL_TIMEOUT;
    for (;;) {
      try {
        if (announcement) return await this.announced(name, given, request, announcement);
        return await this.db
          .transaction()
          .execute((transaction) => runChange(transaction, name, given, request, undefined));
      } catch (error) {
        if (!isTransactionConflict(error) || runningTime() > deadline) throw postgresRefusal(error);
      }
    }
  }

  /**
   * Makes a change with an announcement. Other changes in the room wait until its transaction has ended, even if the
   * caller has timed out before. So the IDs of announcements, and of what they announce, have the order of the commits.
   */
  private announced<K extends ChangeName>(
    name: K,
    given: ChangeInput<K>,
    request: RequestKey | undefined,
    announcement: Announcement,
  ): Promise<ChangeResult<ChangeValue<K>>> {
    return this.db.connection().execute(async (db) => {
      // In one round trip, unlike with Kysely's transactions.
      await sql
        .raw(`begin; select pg_advisory_xact_lock(${ROOM_LOCK}, ${hashOf(announcement.roomId)})`)
        .execute(db);
      try {
        const result = await runChange(db, name, given, request, announcement);
        await sql`commit`.execute(db);
        return result;
      } catch (error) {
        // A connection on which this fails is not used again.
        await sql`rollback`.execute(db).catch(() => {});
        throw error;
      }
    });
  }

  read<K extends ReadName>(name: K, args: ReadInput<K>): Promise<ReadResult<K>> {
    return runRead(this.db, name, args).catch((error) => {
      throw postgresRefusal(error);
    });
  }

  async check(): Promise<void> {
    await recordCheck(this.checks).catch((error) => {
      throw postgresRefusal(error);
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.db.destroy(), this.checks.destroy()]);
  }
}

/** Returns a 32-bit number that is nearly unique to a room. */
const hashOf = (roomId: string): number => createHash('sha256').update(roomId).digest().readInt32BE();

const codeOf = (error: unknown): string => (error instanceof pg.DatabaseError && error.code) || '';

/** Serialization failure, deadlock, or a concurrent transaction with the same request: the transaction is retried. */
const isTransactionConflict = (error: unknown): boolean =>
  error instanceof ConcurrentRequestError || ['40001', '40P01'].includes(codeOf(error));

/** Classes of SQLSTATE after which the same call can succeed later: connection, resources, operator, system. */
const transient = /^(08|53|57|58|40|55P03|25006)/;

/** Returns the Refusal to send for an error in a query, or the error itself if it is a bug in the program. */
function postgresRefusal(error: unknown): unknown {
  const code = codeOf(error);
  if (code === '23503')
    return new Refusal('not-found', 'the object that this request refers to does not exist');
  return error instanceof ConcurrentRequestError || transient.test(code) ? databaseUnavailable(error) : error;
}

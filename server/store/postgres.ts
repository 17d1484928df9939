import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { Refusal } from '../protocol/errors.js';
import { type Engine, storeOn, unavailable } from './engine.js';
import { StoreError } from './errors.js';
import { migrate } from './migrations/migrate.js';
import { postgresDialect } from './migrations/migration.js';
import { explainConnecting, whereIs } from './postgres-errors.js';
import { Connections, connectionOptions } from './postgres-pool.js';
import { change, read } from './queries/queries.js';
import { DoneElsewhere } from './queries/replies.js';
import type { ChangeInput, ChangeName, ReadAnswer, ReadInput, ReadName, RequestKey, Store } from './store.js';
import { DEADLINE } from './store.js';
import type { Tables } from './tables.js';

/** Names the lock that nodes which start at once take in turn; any number that nobody else in the database uses. */
const MIGRATION_LOCK = 0x6c656374;

/** ms that a node waits for another one that is making the tables. */
const MIGRATING = 60_000;

/**
 * The store in a PostgreSQL database, which several nodes may share.
 * @param url such as `postgres://user:password@host:5432/database`
 * @throws StoreError where the database cannot be used
 */
export async function openPostgres(url: string): Promise<Store> {
  await bringUpToDate(url);
  return storeOn(new PostgresEngine(url));
}

/** On a connection of its own, as making an index may take longer than any query should. */
async function bringUpToDate(url: string): Promise<void> {
  const where = whereIs(url);
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ ...connectionOptions(url), max: 1 }) }),
  });
  try {
    await db.transaction().execute(async (transaction) => {
      await sql`select set_config('lock_timeout', ${String(MIGRATING)}, true)`.execute(transaction);
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(transaction);
      await migrate(transaction, postgresDialect, where);
    });
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError(explainConnecting(error, where));
  } finally {
    await db.destroy();
  }
}

class PostgresEngine implements Engine {
  /** Several connections at a time. */
  readonly ordered = false;
  private readonly db: Kysely<Tables>;

  constructor(url: string) {
    this.db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new Connections(url) }) });
  }

  async change<K extends ChangeName>(name: K, given: ChangeInput<K>, request: RequestKey | undefined) {
    const deadline = performance.now() + DEADLINE;
    for (;;) {
      try {
        return await this.db
          .transaction()
          .execute((transaction) => change(transaction, name, given, request));
      } catch (error) {
        if (!isConflictOfTransactions(error) || performance.now() > deadline) throw postgresRefusal(error);
      }
    }
  }

  read<K extends ReadName>(name: K, args: ReadInput<K>): Promise<ReadAnswer<K>> {
    return read(this.db, name, args).catch((error) => {
      throw postgresRefusal(error);
    });
  }

  close(): Promise<void> {
    return this.db.destroy();
  }
}

const codeOf = (error: unknown): string => (error instanceof pg.DatabaseError && error.code) || '';

/** Serialization failure, deadlock, or the same request at work elsewhere: to be tried again from the start. */
const isConflictOfTransactions = (error: unknown): boolean =>
  error instanceof DoneElsewhere || ['40001', '40P01'].includes(codeOf(error));

/** Connection, resources, operator intervention, system: classes of SQLSTATE that are a matter of the moment. */
const passing = /^(08|53|57|58|40|55P03|25006)/;

/** What the caller is told of an error in a query. */
function postgresRefusal(error: unknown): unknown {
  const code = codeOf(error);
  if (code === '23503') return new Refusal('not-found', 'what this refers to does not exist');
  return error instanceof DoneElsewhere || passing.test(code) ? unavailable(error) : error;
}

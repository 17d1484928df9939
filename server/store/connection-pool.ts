import pg from 'pg';
import { databaseUnavailable } from './engine.js';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from './kysely.js';
import { CALL_TIMEOUT } from './store.js';

/** Maximum number of connections of one node. */
const MAX_CONNECTIONS = 10;

/** Maximum time in ms to wait for a new or free connection. */
const CONNECT_TIMEOUT = 4000;

/** Time in ms after which the server cancels a statement, and after which the client stops waiting for that. */
const STATEMENT_TIMEOUT = 2500;
const ANSWER_TIMEOUT = 3000;

/**
 * Time in ms after which the server rolls back an idle transaction, for example that of a process that is held up. Its call
 * has timed out then, and no other node has taken over its locks yet.
 */
const IDLE_TRANSACTION_TIMEOUT = CALL_TIMEOUT;

/** Maximum time in ms that closing waits for an answer of the server. */
const CLOSE_TIMEOUT = 5000;

const types = new pg.TypeOverrides();
// IDs and times are below 2^53.
types.setTypeParser(pg.types.builtins.INT8, Number);

/** Returns the settings that all connections to the database have in common. */
export const connectionOptions = (url: string): pg.ClientConfig => ({
  connectionString: url,
  types,
  application_name: 'lectern',
  connectionTimeoutMillis: CONNECT_TIMEOUT,
});

/** Overrides a server setting by which commits return before they are on the disk. */
const REQUIRE_DURABILITY = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') in ('off', 'local')`;

/**
 * A pool of PostgreSQL connections with a timeout for every step. A connection that has failed is not reused. Failures
 * of a connection, as opposed to errors of a query, are Refusals `unavailable`.
 */
export class ConnectionPool implements PostgresPool {
  private readonly pool: pg.Pool;

  /** @param max maximum number of connections */
  constructor(url: string, max = MAX_CONNECTIONS) {
    this.pool = new pg.Pool({
      ...connectionOptions(url),
      max,
      statement_timeout: STATEMENT_TIMEOUT,
      query_timeout: ANSWER_TIMEOUT,
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT,
      keepAlive: true,
      onConnect: async (client) => void (await client.query(REQUIRE_DURABILITY)),
    });
    // A connection that fails while idle is replaced when the next one is needed.
    this.pool.on('error', () => {});
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      return new PooledConnection(await this.pool.connect());
    } catch (error) {
      throw databaseUnavailable(error);
    }
  }

  async end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT);
    });
    await Promise.race([this.pool.end(), timeout]);
    clearTimeout(timer);
  }
}

/** A connection until its release. Every error except the server's answer to a query marks it as broken. */
class PooledConnection implements PostgresPoolClient {
  private broken: Error | undefined;

  constructor(private readonly client: pg.PoolClient) {
    client.on('error', this.lost);
  }

  query<R>(sql: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>;
  query(): never;
  async query<R>(sql?: string, parameters: ReadonlyArray<unknown> = []): Promise<PostgresQueryResult<R>> {
    if (this.broken) throw databaseUnavailable(this.broken);
    if (sql === undefined) throw new TypeError('cursors are not supported');
    try {
      return (await this.client.query(sql, [...parameters])) as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.severity !== 'FATAL') throw error;
      this.lost(error instanceof Error ? error : new Error(String(error)));
      throw databaseUnavailable(error);
    }
  }

  release(): void {
    this.client.off('error', this.lost);
    this.client.release(this.broken);
  }

  private readonly lost = (error: Error): void => {
    this.broken = error;
  };
}

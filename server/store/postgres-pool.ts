import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { unavailable } from './engine.js';

/** Connections of one node at most. */
const CONNECTIONS = 10;

/** ms to wait for a connection, new or free. */
const CONNECTING = 4000;

/** ms after which the server gives up a statement, and after which this side no longer believes that it will. */
const STATEMENT = 2500;
const SILENCE = 3000;

/** ms after which the server undoes a transaction of which it hears nothing more. */
const ABANDONED = 10_000;

/** ms that closing waits for a server that does not answer. */
const CLOSING = 5000;

const types = new pg.TypeOverrides();
// Ids and moments are below 2^53.
types.setTypeParser(pg.types.builtins.INT8, Number);

/** What every connection to the database is made with. */
export const connectionOptions = (url: string): pg.ClientConfig => ({
  connectionString: url,
  types,
  application_name: 'lectern',
  connectionTimeoutMillis: CONNECTING,
});

/** A server may be set to answer before the disk has it; then not so for us. */
const DURABLE = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') in ('off', 'local')`;

/**
 * A pool that gives up in bounded time, and no connection twice after trouble with it. Trouble with
 * a connection, not with a query, is a Refusal `unavailable`.
 */
export class Connections implements PostgresPool {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({
      ...connectionOptions(url),
      max: CONNECTIONS,
      statement_timeout: STATEMENT,
      query_timeout: SILENCE,
      idle_in_transaction_session_timeout: ABANDONED,
      keepAlive: true,
      onConnect: async (client) => void (await client.query(DURABLE)),
    });
    // A connection that breaks while idle is replaced when the next one is needed.
    this.pool.on('error', () => {});
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      return new Lease(await this.pool.connect());
    } catch (error) {
      throw unavailable(error);
    }
  }

  async end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSING);
    });
    await Promise.race([this.pool.end(), patience]);
    clearTimeout(timer);
  }
}

/** A connection until its release; broken once anything but the server's answer to a query came of it. */
class Lease implements PostgresPoolClient {
  private broken: Error | undefined;

  constructor(private readonly client: pg.PoolClient) {
    client.on('error', this.lost);
  }

  query<R>(sql: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>;
  query(): never;
  async query<R>(sql?: string, parameters: ReadonlyArray<unknown> = []): Promise<PostgresQueryResult<R>> {
    if (this.broken) throw unavailable(this.broken);
    if (sql === undefined) throw new TypeError('cursors are not in use');
    try {
      return (await this.client.query(sql, [...parameters])) as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.severity !== 'FATAL') throw error;
      this.lost(error instanceof Error ? error : new Error(String(error)));
      throw unavailable(error);
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

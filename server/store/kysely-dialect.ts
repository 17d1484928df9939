import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type SqliteDatabase, SqliteDialect, type SqliteStatement } from './kysely.js';

/** Maximum number of cached statements. Only queries with lists of IDs produce ever new ones. */
const MAX_STATEMENTS = 200;

/** Returns Kysely's SQLite dialect for a connection with the interface of `node:sqlite`. Prepared statements are cached. */
export function kyselyDialect(connection: DatabaseSyncInstance): SqliteDialect {
  const statements = new Map<string, SqliteStatement>();
  const database: SqliteDatabase = {
    close: () => connection.close(),
    prepare(sql) {
      const prepared = statements.get(sql);
      if (prepared) return prepared;
      if (statements.size === MAX_STATEMENTS) statements.clear();
      const statement = prepare(connection, sql);
      statements.set(sql, statement);
      return statement;
    },
  };
  return new SqliteDialect({ database });
}

function prepare(connection: DatabaseSyncInstance, sql: string): SqliteStatement {
  const statement = connection.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  };
}

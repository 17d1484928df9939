// The parts of Kysely that the store uses. `npm run build` bundles them into the compiled file (build/kysely.ts), since
// loading Kysely's 262 modules takes longer than opening a database. The store imports Kysely only from here.

export type {
  ColumnDefinitionBuilder,
  CreateTableBuilder,
  ExpressionBuilder,
  Generated,
  NotNull,
  PostgresPool,
  PostgresPoolClient,
  PostgresQueryResult,
  Selectable,
  SqliteDatabase,
  SqliteStatement,
} from 'kysely';
export { Kysely, PostgresAdapter, PostgresDialect, SqliteDialect, sql } from 'kysely';

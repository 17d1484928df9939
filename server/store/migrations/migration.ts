import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely';

/** What the two databases write differently where tables are made. */
export interface Dialect {
  /** Adds the column `id`: integers counting up, none of them ever used twice. */
  withId<T extends string>(table: CreateTableBuilder<T>): CreateTableBuilder<T, 'id'>;
}

export interface Migration {
  /** Number and purpose, the same as the file's name. */
  name: string;
  up(db: Kysely<unknown>, dialect: Dialect): Promise<void>;
}

export const sqliteDialect: Dialect = {
  withId: (table) => table.addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement()),
};

export const postgresDialect: Dialect = {
  withId: (table) =>
    table.addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey()),
};

export const required = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

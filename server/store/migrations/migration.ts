import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from '../kysely.js';

/** The differences between the databases in creating tables. */
export interface SchemaDialect {
  /** Adds the column `id`: ascending integers that are never reused. */
  addIdColumn<T extends string>(table: CreateTableBuilder<T>): CreateTableBuilder<T, 'id'>;
  /** The type of columns with binary data. */
  bytes: 'blob' | 'bytea';
}

/** A step that changes the tables from one version to the next. */
export interface Migration {
  /** Number and purpose, as in the file name. */
  name: string;
  up(db: Kysely<unknown>, dialect: SchemaDialect): Promise<void>;
}

/** SQLite's way of creating tables. */
export const sqliteDialect: SchemaDialect = {
  addIdColumn: (table) => table.addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement()),
  bytes: 'blob',
};

/** PostgreSQL's way of creating tables. */
export const postgresDialect: SchemaDialect = {
  addIdColumn: (table) =>
    table.addColumn('id', 'bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey()),
  bytes: 'bytea',
};

/** Marks a column as required. */
export const notNull = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder => column.notNull();

import { type CreateTableBuilder, type RawBuilder, sql } from 'kysely';

export type SchemaDialect = 'sqlite' | 'postgres';

/** How the tables' three kinds of value are spelt in a dialect. */
export interface ColumnTypes {
  /** Text that compares by its bytes in both dialects: names, digests and ids are paged in that order. */
  text: RawBuilder<unknown>;
  /** Whole numbers up to 2^53. */
  int: RawBuilder<unknown>;
  bytes: RawBuilder<unknown>;
}

export const columnTypes: Record<SchemaDialect, ColumnTypes> = {
  sqlite: { text: sql`text`, int: sql`integer`, bytes: sql`blob` },
  postgres: { text: sql`text collate "C"`, int: sql`bigint`, bytes: sql`bytea` },
};

/**
 * Ends a table's definition. `keyed` stores the rows inside the primary key's own tree on SQLite: one look-up less for
 * small rows that are found by their key.
 */
export function finish<T extends string, C extends string>(
  table: CreateTableBuilder<T, C>,
  dialect: SchemaDialect,
  rows: 'keyed' | 'heap' = 'heap',
): CreateTableBuilder<T, C> {
  if (dialect === 'postgres') return table;
  return table.modifyEnd(rows === 'keyed' ? sql`strict, without rowid` : sql`strict`);
}

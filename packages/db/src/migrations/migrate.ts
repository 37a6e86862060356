import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Database } from '../schema.ts';
import * as foundation from './0001-foundation.ts';
import type { SchemaDialect } from './column-types.ts';

/** In order of name; a released one is never changed. */
const migrations: Record<string, (db: Kysely<Database>, dialect: SchemaDialect) => Promise<void>> = {
  '0001-foundation': foundation.up,
};

/** @throws what the failed migration threw; nothing of it stays. */
export async function migrate(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const provided: Record<string, Migration> = {};
  for (const [name, up] of Object.entries(migrations)) provided[name] = { up: (trx) => up(trx, dialect) };
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => provided } }).migrateToLatest();
  if (error) throw error;
}

import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { DatabaseError } from '../database-error.ts';
import type { Database } from '../schema.ts';
import * as foundation from './0001-foundation.ts';
import * as images from './0002-images.ts';
import * as people from './0003-people.ts';
import type { SchemaDialect } from './column-types.ts';

/** In order of name; a released one is never changed. */
const migrations: Record<string, (db: Kysely<Database>, dialect: SchemaDialect) => Promise<void>> = {
  '0001-foundation': foundation.up,
  '0002-images': images.up,
  '0003-people': people.up,
};

/** @throws DatabaseError for tables of a newer version; else what the failed migration threw: nothing of it stays. */
export async function migrate(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const provided: Record<string, Migration> = {};
  for (const [name, up] of Object.entries(migrations)) provided[name] = { up: (trx) => up(trx, dialect) };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => provided } });
  const { error } = await migrator.migrateToLatest();
  if (!error) return;
  const unknown = await findUnknown(migrator, db);
  if (unknown) {
    throw new DatabaseError(
      'newer-schema',
      `A newer version of Wharf has changed this database (${unknown}). Start that version, or restore a backup made before.`,
      { cause: error },
    );
  }
  throw error;
}

/** A migration that the database had and this program does not know. */
async function findUnknown(migrator: Migrator, db: Kysely<Database>): Promise<string | undefined> {
  const known = new Set((await migrator.getMigrations()).map((migration) => migration.name));
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map((row) => row.name).find((name) => !known.has(name));
}

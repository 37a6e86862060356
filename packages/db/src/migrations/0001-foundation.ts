import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { createAccountTables } from './0001-accounts.ts';
import { createActivityTables } from './0001-activity.ts';
import { createContentTables } from './0001-content.ts';
import { createRepositoryTables } from './0001-repositories.ts';
import type { SchemaDialect } from './column-types.ts';

export async function up(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  await createAccountTables(db, dialect);
  await createRepositoryTables(db, dialect);
  await createContentTables(db, dialect);
  await createActivityTables(db, dialect);
}

import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { createJobTables } from './0002-jobs.ts';
import { createLayerTables } from './0002-layers.ts';
import { createRecycleBinTables } from './0002-recycle-bin.ts';
import { createResourceTagTables } from './0002-resource-tags.ts';
import { createLedgerTable } from './0002-storage.ts';
import type { SchemaDialect } from './column-types.ts';

export async function up(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  await createRecycleBinTables(db, dialect);
  await createLayerTables(db, dialect);
  await createResourceTagTables(db, dialect);
  await createJobTables(db, dialect);
  await createLedgerTable(db, dialect);
}

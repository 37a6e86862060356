import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

export async function createLedgerTable(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  // The walk that counts who shares a blob goes along it.
  await schema.dropIndex('repository_blobs_by_digest').execute();
  await schema
    .createIndex('repository_blobs_by_digest')
    .on('repository_blobs')
    .columns(['digest', 'repository_id'])
    .execute();

  // Without foreign keys: what goes away meanwhile is left out when it is read, and is gone with the next walk.
  const ledgers = schema
    .createTable('storage_ledgers')
    .addColumn('resource_id', text, (c) => c.primaryKey().notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('organization_id', text)
    .addColumn('unique_bytes', int, (c) => c.notNull())
    .addColumn('shared_bytes', int, (c) => c.notNull())
    .addColumn('bin_bytes', int, (c) => c.notNull())
    .addColumn('awaiting_bytes', int, (c) => c.notNull())
    .addColumn('upload_bytes', int, (c) => c.notNull())
    .addColumn('bytes', int, (c) => c.notNull())
    .addColumn('facts', text)
    .addColumn('computed_at', int, (c) => c.notNull());
  await finish(ledgers, dialect).execute();
  await schema.createIndex('storage_ledgers_by_bytes').on('storage_ledgers').columns(['kind', 'bytes']).execute();
  await schema
    .createIndex('storage_ledgers_by_organization')
    .on('storage_ledgers')
    .columns(['organization_id', 'bytes'])
    .execute();
}

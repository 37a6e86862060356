import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

/** What is known of a blob's inside goes with the blob. */
export async function createLayerTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int, bytes } = columnTypes[dialect];

  await schema.alterTable('blobs').addColumn('broken_at', int).execute();

  const contents = schema
    .createTable('layer_contents')
    .addColumn('diff_id', text, (c) => c.notNull())
    .addColumn('blob_digest', text, (c) => c.notNull().references('blobs.digest').onDelete('cascade'))
    .addColumn('compression', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('layer_contents_key', ['diff_id', 'blob_digest']);
  await finish(contents, dialect, 'keyed').execute();
  await schema.createIndex('layer_contents_by_blob').on('layer_contents').column('blob_digest').execute();

  const indexes = schema
    .createTable('file_indexes')
    .addColumn('digest', text, (c) => c.primaryKey().notNull().references('blobs.digest').onDelete('cascade'))
    .addColumn('state', text, (c) => c.notNull())
    .addColumn('reason', text)
    .addColumn('file_count', int, (c) => c.notNull())
    .addColumn('file_bytes', int, (c) => c.notNull())
    .addColumn('indexed_at', int, (c) => c.notNull())
    .addColumn('entries', bytes, (c) => c.notNull());
  await finish(indexes, dialect).execute();
}

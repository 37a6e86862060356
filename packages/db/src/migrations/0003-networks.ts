import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

/** From where the server may be reached. The one row of `network_settings` lets everybody in, as before there were rules. */
export async function createNetworkTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  const rules = schema
    .createTable('network_rules')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('name', text, (c) => c.notNull().unique())
    .addColumn('description', text, (c) => c.notNull())
    .addColumn('ranges', text, (c) => c.notNull())
    .addColumn('host', text)
    .addColumn('enabled', int, (c) => c.notNull())
    .addColumn('actions', text, (c) => c.notNull())
    .addColumn('blob_reads', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('created_by', text, (c) => c.notNull());
  await finish(rules, dialect).execute();

  const settings = schema
    .createTable('network_settings')
    .addColumn('id', int, (c) => c.primaryKey().notNull())
    .addColumn('version', int, (c) => c.notNull())
    .addColumn('public_access', text, (c) => c.notNull())
    .addColumn('allow_list', text, (c) => c.notNull())
    .addColumn('host', text)
    .addColumn('actions', text, (c) => c.notNull())
    .addColumn('blob_reads', text, (c) => c.notNull());
  await finish(settings, dialect).execute();
  await db
    .insertInto('network_settings')
    .values({
      id: 1,
      version: 1,
      public_access: 'everyone',
      allow_list: '[]',
      host: null,
      actions: 'push-pull',
      blob_reads: 'redirect',
    })
    .execute();
}

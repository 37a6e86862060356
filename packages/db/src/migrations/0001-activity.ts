import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

export async function createActivityTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  // No foreign keys: an event outlives what it tells of.
  const events = schema
    .createTable('events')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('type', text, (c) => c.notNull())
    .addColumn('account_id', text, (c) => c.notNull())
    .addColumn('organization_id', text)
    .addColumn('repository_id', text)
    .addColumn('payload', text, (c) => c.notNull())
    .addColumn('author_id', text)
    .addColumn('author_name', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull());
  await finish(events, dialect).execute();
  await schema.createIndex('events_by_time').on('events').columns(['created_at', 'id']).execute();

  const traffic = schema
    .createTable('traffic_days')
    .addColumn('day', text, (c) => c.notNull())
    .addColumn('organization_id', text, (c) => c.notNull().references('organizations.id').onDelete('cascade'))
    .addColumn('pulls', int, (c) => c.notNull())
    .addColumn('pulled_bytes', int, (c) => c.notNull())
    .addColumn('pushed_bytes', int, (c) => c.notNull())
    .addPrimaryKeyConstraint('traffic_days_key', ['organization_id', 'day']);
  await finish(traffic, dialect, 'keyed').execute();
  await schema.createIndex('traffic_days_by_day').on('traffic_days').columns(['day', 'organization_id']).execute();
}

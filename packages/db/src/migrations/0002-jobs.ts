import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

export async function createJobTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  const jobs = schema
    .createTable('jobs')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('params', text, (c) => c.notNull())
    .addColumn('account_id', text, (c) => c.references('accounts.id').onDelete('cascade'))
    .addColumn('organization_id', text, (c) => c.references('organizations.id').onDelete('cascade'))
    .addColumn('unique_key', text)
    .addColumn('state', text, (c) => c.notNull())
    .addColumn('waits_for', text)
    .addColumn('attempts', int, (c) => c.notNull())
    .addColumn('max_attempts', int, (c) => c.notNull())
    .addColumn('run_at', int, (c) => c.notNull())
    .addColumn('leased_by', text)
    .addColumn('leased_until', int)
    .addColumn('cancel_requested_at', int)
    .addColumn('progress', text)
    .addColumn('result', text)
    .addColumn('error', text)
    .addColumn('author_id', text)
    .addColumn('author_name', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('started_at', int)
    .addColumn('ended_at', int);
  await finish(jobs, dialect).execute();
  // What runs or waits is a handful among many that have ended.
  await schema
    .createIndex('jobs_due')
    .on('jobs')
    .columns(['run_at', 'id'])
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
  await schema
    .createIndex('jobs_once')
    .on('jobs')
    .columns(['kind', 'unique_key'])
    .unique()
    .where(sql.ref('ended_at'), 'is', null)
    .where(sql.ref('unique_key'), 'is not', null)
    .execute();
  await schema.createIndex('jobs_by_organization').on('jobs').columns(['organization_id', 'id']).execute();
  await schema.createIndex('jobs_by_account').on('jobs').columns(['account_id', 'id']).execute();
  await schema.createIndex('jobs_by_author').on('jobs').columns(['author_id', 'id']).execute();
  await schema.createIndex('jobs_by_kind').on('jobs').columns(['kind', 'id']).execute();
  await schema.createIndex('jobs_by_state').on('jobs').columns(['state', 'id']).execute();
  await schema
    .createIndex('jobs_by_end')
    .on('jobs')
    .columns(['ended_at', 'id'])
    .where(sql.ref('ended_at'), 'is not', null)
    .execute();

  const followers = schema
    .createTable('event_followers')
    .addColumn('name', text, (c) => c.primaryKey().notNull())
    .addColumn('last_event_id', text, (c) => c.notNull());
  await finish(followers, dialect, 'keyed').execute();
}

import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

export async function createRepositoryTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  const organizations = schema
    .createTable('organizations')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('account_id', text, (c) => c.notNull().references('accounts.id'))
    .addColumn('name', text, (c) => c.notNull().unique())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('created_by', text, (c) => c.notNull());
  await finish(organizations, dialect).execute();
  await schema.createIndex('organizations_by_account').on('organizations').columns(['account_id', 'name']).execute();

  const grants = schema
    .createTable('grants')
    .addColumn('organization_id', text, (c) => c.notNull().references('organizations.id').onDelete('cascade'))
    .addColumn('user_id', text, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('level', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('created_by', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('grants_key', ['organization_id', 'user_id']);
  await finish(grants, dialect, 'keyed').execute();
  await schema.createIndex('grants_by_user').on('grants').columns(['user_id', 'organization_id']).execute();

  const repositories = schema
    .createTable('repositories')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('organization_id', text, (c) => c.notNull().references('organizations.id').onDelete('cascade'))
    .addColumn('name', text, (c) => c.notNull().unique())
    .addColumn('visibility', text, (c) => c.notNull().defaultTo('private'))
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('pushed_at', int)
    .addColumn('tag_count', int, (c) => c.notNull().defaultTo(0))
    .addColumn('bytes', int, (c) => c.notNull().defaultTo(0))
    .addColumn('pulls', int, (c) => c.notNull().defaultTo(0))
    .addColumn('pulled_at', int);
  await finish(repositories, dialect).execute();

  await schema.createIndex('repositories_by_organization').on('repositories').column('organization_id').execute();
  // Lists show repositories that hold a manifest: each sort of a list has its index over exactly those.
  const sorts = { name: ['name'], push: ['pushed_at', 'id'], pulls: ['pulls', 'id'], bytes: ['bytes', 'id'] } as const;
  for (const [sort, columns] of Object.entries(sorts)) {
    await schema
      .createIndex(`listed_repositories_by_${sort}`)
      .on('repositories')
      .columns([...columns])
      .where(sql.ref('pushed_at'), 'is not', null)
      .execute();
    await schema
      .createIndex(`organization_repositories_by_${sort}`)
      .on('repositories')
      .columns(['organization_id', ...columns])
      .where(sql.ref('pushed_at'), 'is not', null)
      .execute();
  }
  await schema
    .createIndex('listed_repositories_by_visibility')
    .on('repositories')
    .columns(['visibility', 'name'])
    .where(sql.ref('pushed_at'), 'is not', null)
    .execute();
}

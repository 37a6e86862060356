import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

/** Who may use what: grants on images too and to robots, shares with other accounts, public organizations. */
export async function createAccessTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  await schema
    .alterTable('organizations')
    .addColumn('visibility', text, (c) => c.notNull().defaultTo('private'))
    .execute();

  const robots = schema
    .createTable('robots')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('organization_id', text, (c) => c.references('organizations.id').onDelete('cascade'))
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('login', text, (c) => c.notNull().unique())
    .addColumn('description', text, (c) => c.notNull())
    .addColumn('secret_hash', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('created_by', text, (c) => c.notNull())
    .addColumn('rotated_at', int)
    .addColumn('expires_at', int)
    .addColumn('disabled_at', int)
    .addColumn('last_used_at', int)
    .addColumn('last_used_address', text);
  await finish(robots, dialect).execute();
  await schema.createIndex('robots_by_organization').on('robots').columns(['organization_id', 'name']).execute();
  await schema.createIndex('robots_by_account').on('robots').columns(['account_id', 'login']).execute();

  const shares = schema
    .createTable('shares')
    .addColumn('repository_id', text, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
    .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('description', text, (c) => c.notNull())
    .addColumn('expires_at', int)
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('created_by', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('shares_key', ['repository_id', 'account_id']);
  await finish(shares, dialect, 'keyed').execute();
  await schema.createIndex('shares_by_account').on('shares').columns(['account_id', 'repository_id']).execute();
}

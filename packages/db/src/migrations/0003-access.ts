import { type Kysely, sql } from 'kysely';
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
  await schema
    .createIndex('public_organizations')
    .on('organizations')
    .column('id')
    .where(sql.ref('visibility'), '=', sql.lit('public'))
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

  await schema.alterTable('grants').renameTo('grants_before').execute();
  await schema.dropIndex('grants_by_user').execute();
  const grants = schema
    .createTable('grants')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('organization_id', text, (c) => c.notNull().references('organizations.id').onDelete('cascade'))
    .addColumn('user_id', text, (c) => c.references('users.id').onDelete('cascade'))
    .addColumn('robot_id', text, (c) => c.references('robots.id').onDelete('cascade'))
    .addColumn('holder_name', text, (c) => c.notNull())
    .addColumn('pattern', text, (c) => c.notNull())
    .addColumn('first_name', text, (c) => c.notNull())
    .addColumn('last_name', text, (c) => c.notNull())
    .addColumn('level', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('created_by', text, (c) => c.notNull());
  await finish(grants, dialect).execute();
  await sql`
    insert into grants (id, organization_id, user_id, holder_name, pattern, first_name, last_name, level, created_at, created_by)
    select g.organization_id || g.user_id, g.organization_id, g.user_id, u.name, '', o.name || '/', o.name || '/~',
           g.level, g.created_at, g.created_by
    from grants_before g join organizations o on o.id = g.organization_id join users u on u.id = g.user_id`.execute(db);
  await schema.dropTable('grants_before').execute();
  for (const holder of ['user_id', 'robot_id'] as const) {
    await schema
      .createIndex(`grants_by_${holder.slice(0, -3)}`)
      .on('grants')
      .columns([holder, 'organization_id', 'pattern'])
      .unique()
      .where(sql.ref(holder), 'is not', null)
      .execute();
  }
  await schema
    .createIndex('grants_by_organization')
    .on('grants')
    .columns(['organization_id', 'holder_name', 'id'])
    .execute();

  const shares = schema
    .createTable('shares')
    .addColumn('repository_id', text, (c) => c.notNull().references('repositories.id').onDelete('cascade'))
    .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('repository_name', text, (c) => c.notNull())
    .addColumn('description', text, (c) => c.notNull())
    .addColumn('expires_at', int)
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('created_by', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('shares_key', ['repository_id', 'account_id']);
  await finish(shares, dialect, 'keyed').execute();
  // Each sort of the list of what an account received.
  await schema.createIndex('shares_by_account').on('shares').columns(['account_id', 'repository_name']).execute();
  await schema
    .createIndex('shares_by_time')
    .on('shares')
    .columns(['account_id', 'created_at', 'repository_id'])
    .execute();
}

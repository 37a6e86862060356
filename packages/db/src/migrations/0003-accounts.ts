import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, type SchemaDialect } from './column-types.ts';

/** Quotas that may be unlimited, accounts that rest, and users who may come one way only. */
export async function changeAccountTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { int } = columnTypes[dialect];

  // SQLite cannot take NOT NULL off a column: the values move to one without it.
  await schema.alterTable('accounts').renameColumn('organization_quota', 'former_quota').execute();
  for (const column of ['organization_quota', 'repository_quota', 'tag_quota', 'byte_quota', 'disabled_at']) {
    await schema.alterTable('accounts').addColumn(column, int).execute();
  }
  await db
    .updateTable('accounts')
    .set((row) => ({ organization_quota: row.ref('former_quota' as 'organization_quota') }))
    .execute();
  await schema.alterTable('accounts').dropColumn('former_quota').execute();

  for (const column of ['console_access', 'programmatic_access']) {
    await schema
      .alterTable('users')
      .addColumn(column, int, (c) => c.notNull().defaultTo(1))
      .execute();
  }
  await schema
    .alterTable('users')
    .addColumn('must_change_password', int, (c) => c.notNull().defaultTo(0))
    .execute();
}

import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

export async function createResourceTagTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text } = columnTypes[dialect];

  await schema.alterTable('repositories').addColumn('category', text).execute();
  await schema
    .alterTable('repositories')
    .addColumn('description', text, (c) => c.notNull().defaultTo(sql`''`))
    .execute();

  const tags = schema
    .createTable('resource_tags')
    .addColumn('resource_id', text, (c) => c.notNull())
    .addColumn('key', text, (c) => c.notNull())
    .addColumn('value', text, (c) => c.notNull())
    .addColumn('organization_id', text, (c) => c.references('organizations.id').onDelete('cascade'))
    .addColumn('repository_id', text, (c) => c.references('repositories.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('resource_tags_key', ['resource_id', 'key']);
  await finish(tags, dialect, 'keyed').execute();
  // Both kinds of resource are looked for alone, by key and value.
  for (const owner of ['organization_id', 'repository_id'] as const) {
    await schema
      .createIndex(`resource_tags_on_${owner}`)
      .on('resource_tags')
      .columns(['key', 'value', owner])
      .where(sql.ref(owner), 'is not', null)
      .execute();
    await schema.createIndex(`resource_tags_by_${owner}`).on('resource_tags').column(owner).execute();
  }
}

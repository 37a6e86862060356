import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

/** Access keys, where each credential was used last, what failed, and what ends registry tokens before their time. */
export async function createCredentialTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  await schema.alterTable('temporary_credentials').addColumn('last_used_address', text).execute();

  const keys = schema
    .createTable('access_keys')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('user_id', text, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('key_hash', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('disabled_at', int)
    .addColumn('last_used_at', int)
    .addColumn('last_used_address', text);
  await finish(keys, dialect).execute();
  await schema.createIndex('access_keys_by_user').on('access_keys').columns(['user_id', 'id']).execute();

  const failed = schema
    .createTable('failed_logins')
    .addColumn('key', text, (c) => c.primaryKey().notNull())
    .addColumn('count', int, (c) => c.notNull())
    .addColumn('free', int, (c) => c.notNull())
    .addColumn('at', int, (c) => c.notNull());
  await finish(failed, dialect, 'keyed').execute();
  await schema.createIndex('failed_logins_by_time').on('failed_logins').columns(['at', 'key']).execute();

  const revocations = schema
    .createTable('revocations')
    .addColumn('subject', text, (c) => c.primaryKey().notNull())
    .addColumn('at', int, (c) => c.notNull());
  await finish(revocations, dialect, 'keyed').execute();
  await schema.createIndex('revocations_by_time').on('revocations').columns(['at', 'subject']).execute();
}

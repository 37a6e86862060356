import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

export async function createAccountTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  const accounts = schema
    .createTable('accounts')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('name', text, (c) => c.notNull().unique())
    .addColumn('organization_quota', int, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull());
  await finish(accounts, dialect).execute();

  const users = schema
    .createTable('users')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('name', text, (c) => c.notNull().unique())
    .addColumn('password_hash', text, (c) => c.notNull())
    .addColumn('role', text, (c) => c.notNull())
    .addColumn('disabled_at', int)
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('last_signed_in_at', int);
  await finish(users, dialect).execute();
  await schema.createIndex('users_by_account').on('users').columns(['account_id', 'name']).execute();

  const sessions = schema
    .createTable('sessions')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('user_id', text, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('secret_hash', text, (c) => c.notNull().unique())
    .addColumn('csrf_token', text, (c) => c.notNull())
    .addColumn('address', text, (c) => c.notNull())
    .addColumn('user_agent', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('used_at', int, (c) => c.notNull())
    .addColumn('expires_at', int, (c) => c.notNull());
  await finish(sessions, dialect).execute();
  await schema.createIndex('sessions_by_user').on('sessions').columns(['user_id', 'id']).execute();
  await schema.createIndex('sessions_by_expiry').on('sessions').column('expires_at').execute();

  const credentials = schema
    .createTable('temporary_credentials')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('user_id', text, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('login', text, (c) => c.notNull().unique())
    .addColumn('secret_hash', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('expires_at', int, (c) => c.notNull())
    .addColumn('last_used_at', int)
    .addColumn('revoked_at', int);
  await finish(credentials, dialect).execute();
  await schema
    .createIndex('temporary_credentials_by_user')
    .on('temporary_credentials')
    .columns(['user_id', 'id'])
    .execute();
  await schema
    .createIndex('temporary_credentials_by_expiry')
    .on('temporary_credentials')
    .column('expires_at')
    .execute();

  const keys = schema
    .createTable('signing_keys')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('private_key', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('retired_at', int);
  await finish(keys, dialect).execute();
}

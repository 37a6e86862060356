import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

/** Signing in by more than a password: second factors, and identities that a provider outside vouches for. */
export async function createSignInTables(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  // By what a session came: the provider of an identity, or null for a password.
  await schema.alterTable('sessions').addColumn('provider', text).execute();

  const identities = schema
    .createTable('identities')
    .addColumn('provider', text, (c) => c.notNull())
    .addColumn('subject', text, (c) => c.notNull())
    .addColumn('user_id', text, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('seen_at', int, (c) => c.notNull())
    .addColumn('linked', int, (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('identities_key', ['provider', 'subject']);
  await finish(identities, dialect, 'keyed').execute();
  await schema.createIndex('identities_by_user').on('identities').column('user_id').unique().execute();

  const grants = schema
    .createTable('identity_grants')
    .addColumn('user_id', text, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('organization_id', text, (c) => c.notNull().references('organizations.id').onDelete('cascade'))
    .addColumn('level', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('identity_grants_key', ['user_id', 'organization_id']);
  await finish(grants, dialect, 'keyed').execute();
  await schema.createIndex('identity_grants_by_organization').on('identity_grants').column('organization_id').execute();

  const factors = schema
    .createTable('second_factors')
    .addColumn('user_id', text, (c) => c.primaryKey().notNull().references('users.id').onDelete('cascade'))
    .addColumn('secret', text, (c) => c.notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('confirmed_at', int)
    .addColumn('last_step', int, (c) => c.notNull());
  await finish(factors, dialect).execute();

  const codes = schema
    .createTable('recovery_codes')
    .addColumn('user_id', text, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('code_hash', text, (c) => c.notNull())
    .addColumn('used_at', int)
    .addPrimaryKeyConstraint('recovery_codes_key', ['user_id', 'code_hash']);
  await finish(codes, dialect, 'keyed').execute();

  const pending = schema
    .createTable('pending_sign_ins')
    .addColumn('ticket_hash', text, (c) => c.primaryKey().notNull())
    .addColumn('user_id', text, (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('password_hash', text, (c) => c.notNull())
    .addColumn('expires_at', int, (c) => c.notNull());
  await finish(pending, dialect).execute();
  await schema.createIndex('pending_sign_ins_by_user').on('pending_sign_ins').column('user_id').execute();
}

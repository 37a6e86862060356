import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

const credentialsShown = 100;

/** A user's temporary logins, newest first. */
export async function listCredentials(db: Kysely<Database>, userId: string) {
  return await db
    .selectFrom('temporary_credentials')
    .select(['id', 'login', 'created_at', 'expires_at', 'last_used_at', 'last_used_address', 'revoked_at'])
    .where('user_id', '=', userId)
    .orderBy('id', 'desc')
    .limit(credentialsShown)
    .execute();
}

export async function findCredential(db: Kysely<Database>, userId: string, id: string) {
  return await db
    .selectFrom('temporary_credentials')
    .select(['id', 'login', 'revoked_at'])
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
}

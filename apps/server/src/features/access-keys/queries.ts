import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import type { AccessKeyRow } from './present.ts';

const columns = ['id', 'created_at', 'disabled_at', 'last_used_at', 'last_used_address'] as const;

/** A user's access keys, oldest first: two at most. */
export async function listAccessKeys(db: Kysely<Database>, userId: string): Promise<AccessKeyRow[]> {
  const rows = await db.selectFrom('access_keys').select(columns).where('user_id', '=', userId).orderBy('id').execute();
  return rows.sort((one, other) => one.created_at - other.created_at);
}

export async function findAccessKey(
  db: Kysely<Database>,
  userId: string,
  id: string,
): Promise<AccessKeyRow | undefined> {
  return await db
    .selectFrom('access_keys')
    .select(columns)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
}

import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

/** Revokes a user's temporary logins: whoever had the password, or a session, may have made one to stay. */
export async function endTemporaryLoginsOf(trx: Kysely<Database>, userId: string, at: Date): Promise<void> {
  await trx
    .updateTable('temporary_credentials')
    .set({ revoked_at: at.getTime() })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at.getTime())
    .execute();
}

/** How many of a user's temporary logins work. */
export async function countTemporaryLoginsOf(trx: Kysely<Database>, userId: string, at: Date): Promise<number> {
  const row = await trx
    .selectFrom('temporary_credentials')
    .select((select) => select.fn.countAll<number | string>().as('count'))
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at.getTime())
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { revoke } from './revocations.ts';

/**
 * Revokes a user's temporary logins, and all registry tokens of his: whoever had the password, or a session, may have made
 * some to stay. His access keys stay: they are revoked one by one.
 */
export async function endTemporaryLoginsOf(trx: Kysely<Database>, userId: string, at: Date): Promise<void> {
  await trx
    .updateTable('temporary_credentials')
    .set({ revoked_at: at.getTime() })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at.getTime())
    .execute();
  await revoke(trx, `user:${userId}`, at);
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

import type { Database } from '@wharf/db';
import type { Transaction } from 'kysely';

/** Makes other transactions that lock this account wait until the end of this one. (SQLite has one writer at a time anyway.) */
export async function lockAccount(trx: Transaction<Database>, accountId: string): Promise<void> {
  await trx.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().executeTakeFirstOrThrow();
}

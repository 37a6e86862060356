import type { Database } from '@wharf/db';
import { decideEntry } from '@wharf/policies/access';
import type { Transaction } from 'kysely';
import { entryColumns, entryFacts } from '../auth/entry.ts';
import type { UserActor } from '../auth/user-actor.ts';
import { ApiError } from '../bff/problem.ts';

/** Makes other transactions that lock this account wait until the end of this one. (SQLite has one writer at a time anyway.) */
export async function lockAccount(trx: Transaction<Database>, accountId: string): Promise<void> {
  await trx.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().executeTakeFirst();
}

/**
 * The actor as he is now, with his account locked, and another one: of two administrators who demote each other at the same
 * time, or shut each other out, the second one is none any more.
 * @throws ApiError `not-signed-in` when he is gone meanwhile, or may not enter the console any more
 */
export async function lockActor(
  trx: Transaction<Database>,
  actor: UserActor,
  otherAccountId: string = actor.accountId,
): Promise<UserActor> {
  // In one order, so that two such transactions wait in line.
  for (const id of [...new Set([actor.accountId, otherAccountId])].sort()) await lockAccount(trx, id);
  const now = await trx
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select(['users.role', ...entryColumns])
    .where('users.id', '=', actor.id)
    .where('users.account_id', '=', actor.accountId)
    .executeTakeFirst();
  if (!now || !decideEntry(entryFacts(now), 'console').allowed) throw new ApiError('not-signed-in', 'sign in first');
  return { ...actor, role: now.role };
}

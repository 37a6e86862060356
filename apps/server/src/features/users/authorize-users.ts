import type { Database } from '@wharf/db';
import { decideUserList, type UserDecision } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import { findAccountId } from './queries.ts';

/**
 * The id of the account whose users `actor` may administer: of that name, or his own.
 * @throws ApiError `forbidden`, `not-found` for one that he may not know of
 */
export async function authorizeUserList(
  db: Kysely<Database>,
  actor: UserActor,
  account: string | undefined,
): Promise<string> {
  refuseUnlessAllowed(decideUserList(actor, actor.accountId), '');
  if (account === undefined) return actor.accountId;
  const id = await findAccountId(db, account);
  if (id === undefined || !decideUserList(actor, id).allowed) throw notFound(`the account ${account}`);
  return id;
}

/** @throws ApiError `not-found`, `forbidden`, `not-on-yourself` */
export function refuseUnlessAllowed(decision: UserDecision, name: string): void {
  if (decision.allowed) return;
  const { reason } = decision;
  switch (reason) {
    case 'user-hidden':
      throw notFound('this user');
    case 'on-yourself':
      throw new ApiError(
        'not-on-yourself',
        'nobody disables, demotes or deletes himself, or sets his own password this way',
        { detail: { reason, name } },
      );
    case 'administrators-only':
      throw new ApiError('forbidden', 'only administrators of the account see and change its users', {
        detail: { reason, wanted: 'account-administrator' },
      });
    case 'system-administrators-only':
      throw new ApiError('forbidden', 'only a system administrator gives that role, or changes who holds it', {
        detail: { reason, wanted: 'system-administrator', name },
      });
  }
}

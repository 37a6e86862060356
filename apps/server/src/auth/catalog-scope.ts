import type { Database } from '@wharf/db';
import type { CatalogScope } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { findUserActor } from './user-actor.ts';

/** What `_catalog` shows to a user: undefined for one who is gone or disabled. */
export async function findCatalogScope(db: Kysely<Database>, userId: string): Promise<CatalogScope | undefined> {
  const user = await findUserActor(db, userId);
  if (!user) return undefined;
  if (user.role === 'system-administrator') return { all: true };
  const organizations =
    user.role === 'account-administrator'
      ? db.selectFrom('organizations').select('name').where('account_id', '=', user.accountId)
      : db
          .selectFrom('grants')
          .innerJoin('organizations', 'organizations.id', 'grants.organization_id')
          .select('organizations.name')
          .where('grants.user_id', '=', userId)
          .where('organizations.account_id', '=', user.accountId);
  const rows = await organizations.execute();
  return { organizations: rows.map((row) => row.name), public: true };
}

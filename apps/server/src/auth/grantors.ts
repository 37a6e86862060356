import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

const namesShown = 5;

/** Who manages the organization, by grant or as the account's administrator: only for the eyes of who holds a level on it. */
export async function listGrantors(
  db: Kysely<Database>,
  organization: { id: string; accountId: string },
): Promise<string[]> {
  const users = await db
    .selectFrom('users')
    .leftJoin('grants', (join) =>
      join
        .onRef('grants.user_id', '=', 'users.id')
        .on('grants.organization_id', '=', organization.id)
        .on('grants.pattern', '=', ''),
    )
    .select('users.name')
    .where('users.account_id', '=', organization.accountId)
    .where('users.disabled_at', 'is', null)
    .where((eb) => eb.or([eb('grants.level', '=', 'manage'), eb('users.role', '!=', 'member')]))
    .orderBy('users.name')
    .limit(namesShown)
    .execute();
  return users.map(({ name }) => name);
}

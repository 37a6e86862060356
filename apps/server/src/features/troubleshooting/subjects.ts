import type { Database } from '@wharf/db';
import type { Actor } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { robotActor, robotColumns } from '../../auth/actors.ts';
import { actorColumns, userActor } from '../../auth/user-actor.ts';

/** Whom a check is about. */
export interface Subject {
  actor: Extract<Actor, { kind: 'user' | 'robot' }>;
  /** Why whatever he may do, he cannot log in to do it. */
  barred: 'account-disabled' | 'user-disabled' | 'robot-disabled' | 'robot-expired' | undefined;
}

/** Undefined when nobody is named so. */
export async function findSubject(
  db: Kysely<Database>,
  kind: 'user' | 'robot' | 'account',
  name: string,
  now: number,
): Promise<Subject | undefined> {
  if (name.includes('\0')) return undefined;
  switch (kind) {
    case 'user': {
      const row = await db
        .selectFrom('users')
        .innerJoin('accounts', 'accounts.id', 'users.account_id')
        .select([...actorColumns, 'users.disabled_at', accountDisabledAt])
        .where('users.name', '=', name)
        .executeTakeFirst();
      const barred = row && (accountBar(row) ?? (row.disabled_at === null ? undefined : 'user-disabled'));
      return row && { actor: userActor(row), barred };
    }
    case 'robot': {
      const row = await db
        .selectFrom('robots')
        .innerJoin('accounts', 'accounts.id', 'robots.account_id')
        .select([...robotColumns, 'robots.disabled_at', 'robots.expires_at', accountDisabledAt])
        .where('robots.login', '=', name)
        .executeTakeFirst();
      if (!row) return undefined;
      const expired = row.expires_at !== null && row.expires_at <= now ? 'robot-expired' : undefined;
      return {
        actor: robotActor(row),
        barred: accountBar(row) ?? (row.disabled_at !== null ? 'robot-disabled' : expired),
      };
    }
    case 'account': {
      const row = await db
        .selectFrom('accounts')
        .select(['id', accountDisabledAt])
        .where('name', '=', name)
        .executeTakeFirst();
      // One of its users to whom nothing was granted.
      return (
        row && { actor: { kind: 'user', id: '', name, accountId: row.id, role: 'member' }, barred: accountBar(row) }
      );
    }
  }
}

const accountDisabledAt = 'accounts.disabled_at as account_disabled_at';

function accountBar(row: { account_disabled_at: number | null }): 'account-disabled' | undefined {
  return row.account_disabled_at === null ? undefined : 'account-disabled';
}

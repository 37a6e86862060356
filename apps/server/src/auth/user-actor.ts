import { type Database, fixedQuery } from '@wharf/db';
import type { Actor, Provenance, Role } from '@wharf/policies/access';
import type { Kysely } from 'kysely';

/** A known caller. */
export type UserActor = Extract<Actor, { kind: 'user' }>;

/** Columns of `users` that make an actor. */
export const actorColumns = [
  'users.id as user_id',
  'users.name as user_name',
  'users.account_id',
  'users.role',
] as const;

export function userActor(
  row: { user_id: string; user_name: string; account_id: string; role: Role },
  came?: Provenance,
): UserActor {
  const { user_id: id, user_name: name, account_id: accountId, role } = row;
  return { kind: 'user', id, name, accountId, role, ...(came ? { came } : {}) };
}

/** The user as he is now; undefined when gone or disabled, he or his account. */
export async function findUserActor(db: Kysely<Database>, id: string): Promise<UserActor | undefined> {
  const [row] = (await enabledUser(db, id)).rows;
  return row && userActor(row);
}

const enabledUser = fixedQuery((db, id: string) =>
  db
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select(actorColumns)
    .where('users.id', '=', id)
    .where('users.disabled_at', 'is', null)
    .where('accounts.disabled_at', 'is', null),
);

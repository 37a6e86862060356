import { type Database, fixedQuery } from '@wharf/db';
import type { Actor, Provenance } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { findUserActor } from './user-actor.ts';

/** Whom credentials or a token proved to call. */
export type KnownActor = Exclude<Actor, { kind: 'anonymous' }>;
export type RobotActor = Extract<Actor, { kind: 'robot' }>;

/** Whom a token was made for; he may have changed since. */
export type Holder = Pick<KnownActor, 'kind' | 'id'>;

/** Columns of `robots` that make an actor. */
export const robotColumns = [
  'robots.id as robot_id',
  'robots.login',
  'robots.account_id',
  'robots.organization_id',
] as const;

/** A robot goes by its login in what it did: names of robots are unique in their organization only. */
export function robotActor(
  row: { robot_id: string; login: string; account_id: string; organization_id: string | null },
  came?: Provenance,
): RobotActor {
  const { robot_id: id, login: name, account_id: accountId, organization_id: organizationId } = row;
  return { kind: 'robot', id, name, accountId, organizationId, ...(came ? { came } : {}) };
}

/** The user or robot as it is now; undefined when gone, disabled, itself or its account, or (a robot) expired. */
export async function findActor(db: Kysely<Database>, holder: Holder, at: Date): Promise<KnownActor | undefined> {
  if (holder.kind === 'user') return await findUserActor(db, holder.id);
  const [row] = (await enabledRobot(db, holder.id)).rows;
  if (!row || (row.expires_at !== null && row.expires_at <= at.getTime())) return undefined;
  return robotActor(row);
}

const enabledRobot = fixedQuery((db, id: string) =>
  db
    .selectFrom('robots')
    .innerJoin('accounts', 'accounts.id', 'robots.account_id')
    .select([...robotColumns, 'robots.expires_at'])
    .where('robots.id', '=', id)
    .where('robots.disabled_at', 'is', null)
    .where('accounts.disabled_at', 'is', null),
);

import type { Database } from '@wharf/db';
import type { HeldGrant } from '@wharf/policies/access';
import type { Kysely } from 'kysely';

export interface ChangeRow {
  id: string;
  type: string;
  account_id: string;
  organization_id: string | null;
  /** Null when it is gone. */
  organization: string | null;
  repository: string | null;
  repository_id: string | null;
  payload: string;
}

/** Events in the order of their ids, after `after`. */
export async function listChanges(db: Kysely<Database>, after: string, limit: number): Promise<ChangeRow[]> {
  return await db
    .selectFrom('events')
    .leftJoin('organizations', 'organizations.id', 'events.organization_id')
    .leftJoin('repositories', 'repositories.id', 'events.repository_id')
    .select([
      'events.id',
      'events.type',
      'events.account_id',
      'events.organization_id',
      'events.repository_id',
      'events.payload',
      'organizations.name as organization',
      'repositories.name as repository',
    ])
    .where('events.id', '>', after)
    .orderBy('events.id')
    .limit(limit)
    .execute();
}

/** Who of `userIds` holds what on which of `organizationIds`. */
export async function listGrantsAmong(
  db: Kysely<Database>,
  userIds: string[],
  organizationIds: string[],
): Promise<(HeldGrant & { organization_id: string; user_id: string | null })[]> {
  if (userIds.length === 0 || organizationIds.length === 0) return [];
  return await db
    .selectFrom('grants')
    .select(['organization_id', 'user_id', 'level', 'first_name as first', 'last_name as last'])
    .where('organization_id', 'in', organizationIds)
    .where('user_id', 'in', userIds)
    .execute();
}

/** Which of `repositoryIds` are shared with which of `accountIds` at that time. */
export async function listSharesAmong(
  db: Kysely<Database>,
  accountIds: string[],
  repositoryIds: string[],
  at: Date,
): Promise<{ account_id: string; repository_id: string }[]> {
  if (accountIds.length === 0 || repositoryIds.length === 0) return [];
  return await db
    .selectFrom('shares')
    .select(['account_id', 'repository_id'])
    .where('repository_id', 'in', repositoryIds)
    .where('account_id', 'in', accountIds)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at.getTime())]))
    .execute();
}

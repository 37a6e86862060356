import type { Database } from '@wharf/db';
import type { Level } from '@wharf/policies/access';
import type { MappedGrant } from '@wharf/policies/identity';
import type { Transaction } from 'kysely';
import { newGrant } from '../../features/new-grant.ts';
import { recordEvent } from '../../features/record-event.ts';

interface Holder {
  id: string;
  name: string;
  accountId: string;
}

interface Standing {
  organizationId: string;
  organization: string;
  /** What the groups gave last. */
  given: Level | null;
  /** What he holds on the whole organization. */
  held: Level | null;
  grantId: string | null;
}

/**
 * Gives a user the grants that his groups give, and takes those that they gave before and give no more. What somebody put or
 * changed by hand stays. Organizations that are not there (yet), or of another account, are passed over.
 * @returns whether he lost anything
 */
export async function putIdentityGrants(
  trx: Transaction<Database>,
  holder: Holder,
  wanted: readonly MappedGrant[],
  { by, at }: { by: string; at: Date },
): Promise<boolean> {
  let lost = false;
  for (const standing of await listStandings(trx, holder, wanted)) {
    const level = wanted.find(({ organization }) => organization === standing.organization)?.level;
    const byHand = standing.held !== null && standing.held !== standing.given;
    const forgotten = standing.held === null && level === undefined;
    if (byHand || forgotten) await remember(trx, holder, standing, undefined);
    else if (level !== (standing.held ?? undefined)) {
      lost ||= standing.held !== null;
      await put(trx, holder, standing, level, { by, at });
      await remember(trx, holder, standing, level);
    }
  }
  return lost;
}

async function listStandings(
  trx: Transaction<Database>,
  holder: Holder,
  wanted: readonly MappedGrant[],
): Promise<Standing[]> {
  const names = wanted.map(({ organization }) => organization);
  return await trx
    .selectFrom('organizations')
    .leftJoin('identity_grants', (join) =>
      join
        .onRef('identity_grants.organization_id', '=', 'organizations.id')
        .on('identity_grants.user_id', '=', holder.id),
    )
    .leftJoin('grants', (join) =>
      join
        .onRef('grants.organization_id', '=', 'organizations.id')
        .on('grants.user_id', '=', holder.id)
        .on('grants.pattern', '=', ''),
    )
    .select([
      'organizations.id as organizationId',
      'organizations.name as organization',
      'identity_grants.level as given',
      'grants.level as held',
      'grants.id as grantId',
    ])
    .where('organizations.account_id', '=', holder.accountId)
    .where((where) =>
      where.or([
        where('identity_grants.user_id', 'is not', null),
        ...(names.length > 0 ? [where('organizations.name', 'in', names)] : []),
      ]),
    )
    .execute();
}

async function put(
  trx: Transaction<Database>,
  holder: Holder,
  { organizationId, organization, grantId }: Standing,
  level: Level | undefined,
  { by, at }: { by: string; at: Date },
): Promise<void> {
  if (grantId !== null) await trx.deleteFrom('grants').where('id', '=', grantId).execute();
  if (level !== undefined) {
    const place = { id: organizationId, name: organization };
    const who = { kind: 'user' as const, id: holder.id, name: holder.name };
    await trx
      .insertInto('grants')
      .values(newGrant({ organization: place, holder: who, level, by, at: at.getTime() }))
      .execute();
  }
  await recordEvent(trx, {
    type: level === undefined ? 'GrantRemoved' : 'GrantPut',
    accountId: holder.accountId,
    organizationId,
    payload: { organization, user: holder.name, pattern: '', ...(level && { level }) },
    author: { id: null, name: by },
    at,
  });
}

async function remember(
  trx: Transaction<Database>,
  holder: Holder,
  { organizationId }: Standing,
  level: Level | undefined,
): Promise<void> {
  await trx
    .deleteFrom('identity_grants')
    .where('user_id', '=', holder.id)
    .where('organization_id', '=', organizationId)
    .execute();
  if (level === undefined) return;
  await trx
    .insertInto('identity_grants')
    .values({ user_id: holder.id, organization_id: organizationId, level })
    .execute();
}

import type { Database } from '@wharf/db';
import type { NameRange } from '@wharf/policies/access';
import { rangeOf, sightOf } from '@wharf/policies/access';
import type { CatalogScope } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { findActor, type Holder, type KnownActor } from './actors.ts';

/** What `_catalog` shows: what can be pulled. Undefined for a user or robot who is gone or disabled. */
export async function findCatalogScope(
  { db, policy }: { db: Kysely<Database>; policy(): { now: number } },
  holder: Holder,
): Promise<CatalogScope | undefined> {
  const { now } = policy();
  const actor = await findActor(db, holder, new Date(now));
  if (!actor) return undefined;
  const sight = sightOf(actor);
  if (sight.kind === 'all') return { all: true };
  const [open, own, shared] = await Promise.all([
    wholeOrganizations(db).where('visibility', '=', 'public').execute(),
    sight.kind === 'account'
      ? wholeOrganizations(db).where('account_id', '=', sight.accountId).execute()
      : grantedRanges(db, actor),
    sharedNames(db, actor, now),
  ]);
  const names = [...open, ...own].map((each) => ('name' in each ? rangeOf(each.name, '') : each));
  return { ranges: [...names, ...shared.map(({ name }) => ({ first: name, last: name }))], public: true };
}

function wholeOrganizations(db: Kysely<Database>) {
  return db.selectFrom('organizations').select('name');
}

async function grantedRanges(db: Kysely<Database>, actor: KnownActor): Promise<NameRange[]> {
  let grants = db
    .selectFrom('grants')
    .innerJoin('organizations', 'organizations.id', 'grants.organization_id')
    .select(['grants.first_name as first', 'grants.last_name as last'])
    .where(`grants.${actor.kind}_id`, '=', actor.id)
    .where('organizations.account_id', '=', actor.accountId);
  if (actor.kind === 'robot' && actor.organizationId !== null) {
    grants = grants.where('grants.organization_id', '=', actor.organizationId);
  }
  return await grants.execute();
}

/** As `openTo` of the policies tells of each. */
async function sharedNames(db: Kysely<Database>, actor: KnownActor, now: number) {
  if (actor.kind === 'robot' && actor.organizationId !== null) return [];
  return await db
    .selectFrom('shares')
    .innerJoin('repositories', 'repositories.id', 'shares.repository_id')
    .select('repositories.name')
    .where('shares.account_id', '=', actor.accountId)
    .where((eb) => eb.or([eb('shares.expires_at', 'is', null), eb('shares.expires_at', '>', now)]))
    .execute();
}

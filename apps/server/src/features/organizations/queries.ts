import type { Database } from '@wharf/db';
import type { ResourceTagFilter } from '@wharf/oci';
import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';
import { takesQuota } from '../library.ts';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';
import { markedWith, planFilter } from '../resource-tag-filter.ts';
import { organizationHeld, organizationInSight, repositoryInSight } from '../sight.ts';

/** How many organizations an account has that count to its quota, and may have. */
export async function getQuota(
  db: Kysely<Database>,
  accountId: string,
): Promise<{ account: string; used: number; limit: number | null }> {
  const row = await db
    .selectFrom('accounts')
    .select((eb) => [
      'name as account',
      'organization_quota as limit',
      eb
        .selectFrom('organizations')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('organizations.account_id', '=', 'accounts.id')
        .where(takesQuota)
        .as('used'),
    ])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return { account: row.account, used: row.used ?? 0, limit: row.limit };
}

/**
 * Makes pushes into the organization wait for the end of this transaction: into a new repository (its row refers to the
 * organization's) and into those that are there (a manifest's row refers to the repository's).
 */
export async function lockOrganization(trx: Transaction<Database>, id: string): Promise<void> {
  await trx.selectFrom('organizations').select('id').where('id', '=', id).forUpdate().execute();
  await trx.selectFrom('repositories').select('id').where('organization_id', '=', id).forUpdate().execute();
}

export async function holdsImages(db: Kysely<Database>, id: string): Promise<boolean> {
  const manifest = await db
    .selectFrom('repositories')
    .innerJoin('manifests', 'manifests.repository_id', 'repositories.id')
    .select('manifests.digest')
    .where('repositories.organization_id', '=', id)
    .where('manifests.deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return manifest !== undefined;
}

/** Whether something of it could still be restored. */
export async function holdsDeletions(db: Kysely<Database>, id: string, at: Date): Promise<boolean> {
  const deletion = await db
    .selectFrom('deletions')
    .select('id')
    .where('organization_id', '=', id)
    .where('expires_at', '>', at.getTime())
    .limit(1)
    .executeTakeFirst();
  return deletion !== undefined;
}

/** Which users have a grant on it or on an image of it. */
export async function listMemberIds(db: Kysely<Database>, id: string): Promise<string[]> {
  const rows = await db.selectFrom('grants').select('user_id').distinct().where('organization_id', '=', id).execute();
  return rows.flatMap((row) => row.user_id ?? []);
}

function organizationRows(db: Kysely<Database>, actor: UserActor) {
  const images = (eb: ExpressionBuilder<Database, 'organizations'>) =>
    eb
      .selectFrom('repositories')
      .whereRef('repositories.organization_id', '=', 'organizations.id')
      .where('repositories.pushed_at', 'is not', null)
      .where(repositoryInSight<'organizations' | 'repositories'>(actor));
  return db.selectFrom('organizations').select((eb) => [
    'organizations.id',
    'organizations.name',
    'organizations.account_id',
    'organizations.visibility',
    'organizations.created_at',
    'organizations.created_by',
    eb
      .selectFrom('grants')
      .select('grants.level')
      .whereRef('grants.organization_id', '=', 'organizations.id')
      .where('grants.user_id', '=', actor.id)
      .where('grants.pattern', '=', '')
      .as('granted'),
    'organizations.visibility',
    images(eb)
      .select((inner) => inner.fn.countAll<number>().as('count'))
      .as('image_count'),
    images(eb)
      .select((inner) => inner.fn.sum<number>('repositories.bytes').as('sum'))
      .as('bytes'),
  ]);
}

const sortColumns = {
  name: [{ column: 'organizations.name', output: 'name', type: 'text' }],
  // Ids are in the order of their making.
  createdAt: [{ column: 'organizations.id', output: 'id', type: 'text' }],
} as const;

type SortKey = keyof typeof sortColumns;

/** The organizations that the actor sees. */
export async function listOrganizations(
  db: Kysely<Database>,
  actor: UserActor,
  query: PageQuery & {
    sort?: SortKey | `-${SortKey}` | undefined;
    resourceTag?: ResourceTagFilter[] | undefined;
  },
) {
  let seen = db
    .selectFrom('organizations')
    .where(organizationInSight<'organizations'>(actor, (eb) => eb.ref('organizations.id')));
  let rows = organizationRows(db, actor).where(
    organizationInSight<'organizations'>(actor, (eb) => eb.ref('organizations.id')),
  );
  if (query.q) {
    seen = seen.where(contains('organizations.name', query.q));
    rows = rows.where(contains('organizations.name', query.q));
  }
  const marks = await planFilter(db, 'organizations', query.resourceTag);
  if (marks) {
    // Nobody finds out by asking what he is not shown.
    const held = organizationHeld<'organizations'>(actor, (eb) => eb.ref('organizations.id'));
    seen = seen.where(markedWith('organizations', marks)).where(held);
    rows = rows.where(markedWith('organizations', marks)).where(held);
  }
  const { key, direction } = readSort(query.sort ?? 'name');
  return await listPage(db, rows, seen, { columns: sortColumns[key], direction }, query);
}

export async function getOrganizationRow(db: Kysely<Database>, actor: UserActor, id: string) {
  return await organizationRows(db, actor).where('organizations.id', '=', id).executeTakeFirst();
}

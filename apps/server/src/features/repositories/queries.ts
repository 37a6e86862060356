import type { Category } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { ResourceTagFilter } from '@wharf/oci';
import type { Level, Visibility } from '@wharf/policies/access';
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';
import { markedWith, type PlannedFilter, planFilter } from '../resource-tag-filter.ts';
import { coveringRank, repositoryHeld, repositoryInSight, shareCount } from '../sight.ts';

/** Repositories that hold a manifest: others show nowhere. */
function listed(db: Kysely<Database>) {
  return db.selectFrom('repositories').where('repositories.pushed_at', 'is not', null);
}

/** What a row says of its organization comes by sub-queries: a join would leave the order of the loops, and so the index, open. */
function repositoryRows(db: Kysely<Database>, actor: UserActor, at: Date) {
  return listed(db)
    .select((eb) => [
      'repositories.id',
      'repositories.name',
      'repositories.visibility',
      'repositories.tag_count',
      'repositories.bytes',
      'repositories.pulls',
      'repositories.pushed_at',
      'repositories.pulled_at',
      'repositories.category',
      'repositories.organization_id',
      eb
        .selectFrom('organizations')
        .select('organizations.account_id')
        .whereRef('organizations.id', '=', 'repositories.organization_id')
        .as('account_id'),
      coveringRank(actor).as('granted'),
      shareCount(at).as('share_count'),
    ])
    .$narrowType<{ pushed_at: number; account_id: string }>();
}

const id = { column: 'repositories.id', output: 'id', type: 'text' } as const;
const sortColumns = {
  name: [{ column: 'repositories.name', output: 'name', type: 'text' }],
  pushedAt: [{ column: 'repositories.pushed_at', output: 'pushed_at', type: 'number' }, id],
  pulls: [{ column: 'repositories.pulls', output: 'pulls', type: 'number' }, id],
  bytes: [{ column: 'repositories.bytes', output: 'bytes', type: 'number' }, id],
} as const;

type SortKey = keyof typeof sortColumns;

export interface RepositoryFilter {
  visibility?: Visibility | undefined;
  category?: Category | undefined;
  resourceTag?: ResourceTagFilter[] | undefined;
  /** With any account, also by a share that has ended. */
  shared?: 'yes' | undefined;
}

function matching({ visibility, category, shared }: RepositoryFilter, marks: PlannedFilter | undefined) {
  return (eb: ExpressionBuilder<Database, 'repositories'>) =>
    eb.and([
      // Hidden from the index by visibility: a page is read in the order of the list, not put in order after reading.
      ...(visibility ? [eb(eb.fn.coalesce('repositories.visibility', sql.lit('')), '=', visibility)] : []),
      ...(category ? [eb('repositories.category', '=', category)] : []),
      // A value, not `exists`, of which a database would make a join, and then put the rows in order after reading.
      ...(shared ? [eb(anyShare(eb), 'is not', null)] : []),
      markedWith('repositories', marks)(eb),
    ]);
}

function anyShare(eb: ExpressionBuilder<Database, 'repositories'>) {
  return eb
    .selectFrom('shares')
    .select('shares.account_id')
    .whereRef('shares.repository_id', '=', 'repositories.id')
    .limit(1);
}

/** @param organization one that the actor sees, with what he holds on the whole of it; undefined for all that he sees */
export async function listRepositories(
  db: Kysely<Database>,
  actor: UserActor,
  organization: { id: string; level: Level | undefined } | undefined,
  query: PageQuery & RepositoryFilter & { sort?: SortKey | `-${SortKey}` | undefined },
  at: Date,
) {
  const marks = await planFilter(db, 'repositories', query.resourceTag);
  // Nobody finds out by asking what he is not shown: the marks of images that he sees because they are public.
  const inSight = marks ? repositoryHeld(actor) : repositoryInSight(actor);
  const seen = (eb: ExpressionBuilder<Database, 'repositories'>) =>
    eb.and([
      ...(organization ? [eb('repositories.organization_id', '=', organization.id)] : []),
      ...(organization?.level ? [] : [inSight(eb)]),
    ]);
  const wanted = matching(query, marks);
  let counted = listed(db).where(seen).where(wanted);
  let rows = repositoryRows(db, actor, at).where(seen).where(wanted);
  if (query.q) {
    counted = counted.where(contains('repositories.name', query.q));
    rows = rows.where(contains('repositories.name', query.q));
  }
  const { key, direction } = readSort(query.sort ?? '-pushedAt');
  return await listPage(db, rows, counted, { columns: sortColumns[key], direction }, query);
}

export async function getRepositoryRow(db: Kysely<Database>, actor: UserActor, repositoryId: string, at: Date) {
  return await repositoryRows(db, actor, at)
    .select('repositories.description')
    .where('repositories.id', '=', repositoryId)
    .executeTakeFirst();
}

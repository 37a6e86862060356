import type { Database } from '@wharf/db';
import { type ExpressionBuilder, type Kysely, sql, type Transaction } from 'kysely';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';
import type { GrantRow } from './present.ts';

type Holder = { kind: 'user' | 'robot'; id: string };
type GrantsQuery = PageQuery & { sort?: 'name' | '-name' | undefined };

function grantRows(db: Kysely<Database>, organizationId: string) {
  return db
    .selectFrom('grants')
    .leftJoin('users', 'users.id', 'grants.user_id')
    .leftJoin('robots', 'robots.id', 'grants.robot_id')
    .select([
      'grants.id',
      'grants.user_id',
      'grants.robot_id',
      'grants.holder_name',
      'users.disabled_at as user_disabled_at',
      'robots.disabled_at as robot_disabled_at',
      'grants.pattern',
      'grants.level',
      'grants.created_at',
      'grants.created_by',
    ])
    .where('grants.organization_id', '=', organizationId);
}

export async function findGrant(
  db: Kysely<Database>,
  organizationId: string,
  id: string,
): Promise<GrantRow | undefined> {
  return await grantRows(db, organizationId).where('grants.id', '=', id).executeTakeFirst();
}

export async function findGrantOf(
  db: Kysely<Database>,
  organizationId: string,
  holder: Holder,
  pattern: string,
): Promise<GrantRow | undefined> {
  return await grantRows(db, organizationId)
    .where(`grants.${holder.kind}_id`, '=', holder.id)
    .where('grants.pattern', '=', pattern)
    .executeTakeFirst();
}

/** Whether he holds so many grants, wherever they are. Puts at the same moment may pass it by their number. */
export async function holdsGrants(db: Kysely<Database>, { kind, id }: Holder, count: number): Promise<boolean> {
  const held = db.selectFrom('grants').select('grants.id').where(`grants.${kind}_id`, '=', id);
  const last = await held
    .limit(1)
    .offset(count - 1)
    .executeTakeFirst();
  return last !== undefined;
}

/** Keeps the organization from going away before this transaction ends; false when it is gone already. */
export async function holdOrganization(trx: Transaction<Database>, id: string): Promise<boolean> {
  const row = await trx.selectFrom('organizations').select('id').where('id', '=', id).forKeyShare().executeTakeFirst();
  return row !== undefined;
}

/** A user of the account, or a robot that can be granted something on the organization. */
export async function findHolder(
  db: Kysely<Database>,
  organization: { id: string; accountId: string },
  { kind, id }: Holder,
): Promise<(Holder & { name: string }) | undefined> {
  const row =
    kind === 'user'
      ? await usersOf(db, organization.accountId).where('users.id', '=', id).executeTakeFirst()
      : await robotsOf(db, organization).where('robots.id', '=', id).executeTakeFirst();
  return row && { kind, ...row };
}

function usersOf(db: Kysely<Database>, accountId: string) {
  return db.selectFrom('users').select(['users.id', 'users.name']).where('users.account_id', '=', accountId);
}

/** Its own, and those of the whole account. */
function robotsOf(db: Kysely<Database>, { id, accountId }: { id: string; accountId: string }) {
  return db
    .selectFrom('robots')
    .select(['robots.id', 'robots.login as name'])
    .where('robots.account_id', '=', accountId)
    .where((eb) => eb.or([eb('robots.organization_id', '=', id), eb('robots.organization_id', 'is', null)]));
}

const byHolder = [
  { column: 'grants.holder_name', output: 'holder_name', type: 'text' },
  { column: 'grants.id', output: 'id', type: 'text' },
] as const;

/** An organization's grants by the names of who holds them. */
export async function listGrants(
  db: Kysely<Database>,
  organizationId: string,
  query: GrantsQuery & { holder?: Holder['kind'] | undefined; covers?: 'whole' | 'images' | undefined },
) {
  const { holder, covers, q } = query;
  const wanted = (eb: ExpressionBuilder<Database, 'grants'>) =>
    eb.and([
      ...(q ? [contains('grants.holder_name', q)] : []),
      ...(holder ? [eb(`grants.${holder}_id`, 'is not', null)] : []),
      ...(covers ? [eb('grants.pattern', covers === 'whole' ? '=' : '!=', '')] : []),
    ]);
  const rows = grantRows(db, organizationId).where(wanted as never);
  const { direction } = readSort(query.sort ?? 'name');
  return await listPage(db, rows, rows, { columns: byHolder, direction }, query);
}

/** The grants that cover one image. */
export async function listGrantsOn(db: Kysely<Database>, organizationId: string, name: string, query: GrantsQuery) {
  let rows = grantRows(db, organizationId).where('grants.first_name', '<=', name).where('grants.last_name', '>=', name);
  if (query.q) rows = rows.where(contains('grants.holder_name', query.q));
  const { direction } = readSort(query.sort ?? 'name');
  return await listPage(db, rows, rows, { columns: byHolder, direction }, query);
}

const candidatesShown = 20;

/** Users or robots who could be given a grant of this pattern and have none, but for the user `except`. */
export async function listCandidates(
  db: Kysely<Database>,
  organization: { id: string; accountId: string },
  except: string,
  { q, holder, pattern }: { q?: string | undefined; holder: Holder['kind']; pattern: string },
) {
  const granted = db
    .selectFrom('grants')
    .select(`grants.${holder}_id`)
    .where('grants.organization_id', '=', organization.id)
    .where('grants.pattern', '=', pattern)
    .where(`grants.${holder}_id`, 'is not', null);
  if (holder === 'user') {
    let users = usersOf(db, organization.accountId)
      .where('users.disabled_at', 'is', null)
      .where('users.id', '!=', except)
      .where('users.id', 'not in', granted);
    if (q) users = users.where(contains('users.name', q));
    return await users.orderBy('users.name').limit(candidatesShown).execute();
  }
  let robots = robotsOf(db, organization).where('robots.disabled_at', 'is', null).where('robots.id', 'not in', granted);
  if (q) robots = robots.where(contains('robots.login', q));
  return await robots.orderBy(sql.ref('robots.login')).limit(candidatesShown).execute();
}

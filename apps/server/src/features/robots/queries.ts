import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';
import type { RobotRow } from './present.ts';

function robotRows(db: Kysely<Database>) {
  return db
    .selectFrom('robots')
    .select((eb) => [
      'robots.id',
      'robots.account_id',
      'robots.organization_id',
      'robots.name',
      'robots.login',
      'robots.description',
      'robots.created_at',
      'robots.created_by',
      'robots.rotated_at',
      'robots.expires_at',
      'robots.disabled_at',
      'robots.last_used_at',
      'robots.last_used_address',
      eb
        .selectFrom('organizations')
        .select('organizations.name')
        .whereRef('organizations.id', '=', 'robots.organization_id')
        .as('organization'),
    ]);
}

export async function findRobot(db: Kysely<Database>, id: string): Promise<RobotRow | undefined> {
  return await robotRows(db).where('robots.id', '=', id).executeTakeFirst();
}

/** Robots of an organization, or all of an account, by login. */
export async function listRobots(
  db: Kysely<Database>,
  of: { organizationId: string } | { accountId: string },
  query: PageQuery & { sort?: 'login' | '-login' | undefined },
) {
  let rows = robotRows(db);
  rows =
    'organizationId' in of
      ? rows.where('robots.organization_id', '=', of.organizationId)
      : rows.where('robots.account_id', '=', of.accountId);
  if (query.q) rows = rows.where(contains('robots.login', query.q));
  const { direction } = readSort(query.sort ?? 'login');
  const columns = [{ column: 'robots.login', output: 'login', type: 'text' }] as const;
  return await listPage(db, rows, rows, { columns, direction }, query);
}

const grantsShown = 20;

/** What each of these robots is granted, the organization's name with it. */
export async function listGrantsOf(db: Kysely<Database>, robotIds: readonly string[]) {
  if (robotIds.length === 0) return new Map<string, RobotGrantRow[]>();
  const rows = await grantRowsOf(db, robotIds).execute();
  const grants = new Map<string, RobotGrantRow[]>();
  for (const { robot_id, ...grant } of rows) {
    const held = grants.get(robot_id ?? '') ?? [];
    if (held.length < grantsShown) held.push(grant);
    grants.set(robot_id ?? '', held);
  }
  return grants;
}

export type RobotGrantRow = Omit<Awaited<ReturnType<ReturnType<typeof grantRowsOf>['execute']>>[number], 'robot_id'>;

export function grantRowsOf(db: Kysely<Database>, robotIds: readonly string[]) {
  return db
    .selectFrom('grants')
    .innerJoin('organizations', 'organizations.id', 'grants.organization_id')
    .select(['grants.robot_id', 'organizations.name as organization', 'grants.pattern', 'grants.level'])
    .where('grants.robot_id', 'in', robotIds)
    .orderBy('grants.first_name')
    .limit(5000);
}

export async function countRobots(db: Kysely<Database>, accountId: string): Promise<number> {
  const row = await db
    .selectFrom('robots')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

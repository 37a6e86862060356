import type { Database } from '@wharf/db';
import type { Kysely, Transaction } from 'kysely';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';
import type { GrantRow } from './present.ts';

function grantsOf(db: Kysely<Database>, organizationId: string) {
  return db
    .selectFrom('grants')
    .innerJoin('users', 'users.id', 'grants.user_id')
    .select([
      'users.id as user_id',
      'users.name',
      'users.disabled_at',
      'grants.level',
      'grants.created_at',
      'grants.created_by',
    ])
    .where('grants.organization_id', '=', organizationId)
    .where('grants.pattern', '=', '');
}

export async function findGrant(
  db: Kysely<Database>,
  organizationId: string,
  userId: string,
): Promise<GrantRow | undefined> {
  return await grantsOf(db, organizationId).where('grants.user_id', '=', userId).executeTakeFirst();
}

/** Keeps the organization from going away before this transaction ends; false when it is gone already. */
export async function holdOrganization(trx: Transaction<Database>, id: string): Promise<boolean> {
  const row = await trx.selectFrom('organizations').select('id').where('id', '=', id).forKeyShare().executeTakeFirst();
  return row !== undefined;
}

export async function findAccountUser(db: Kysely<Database>, accountId: string, id: string) {
  return await db
    .selectFrom('users')
    .select(['id', 'name'])
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
}

/** An organization's grants by the users' names. */
export async function listGrants(
  db: Kysely<Database>,
  organizationId: string,
  query: PageQuery & { sort?: 'name' | '-name' | undefined },
) {
  let rows = grantsOf(db, organizationId);
  if (query.q) rows = rows.where(contains('users.name', query.q));
  const { direction } = readSort(query.sort ?? 'name');
  const columns = [{ column: 'users.name', output: 'name', type: 'text' }] as const;
  return await listPage(db, rows, rows, { columns, direction }, query);
}

const candidatesShown = 20;

/** Users of an account who could be given a grant and have none, but for `except`. */
export async function listCandidates(
  db: Kysely<Database>,
  organization: { id: string; accountId: string },
  except: string,
  q: string | undefined,
) {
  let users = db
    .selectFrom('users')
    .select(['users.id', 'users.name'])
    .where('users.account_id', '=', organization.accountId)
    .where('users.disabled_at', 'is', null)
    .where('users.id', '!=', except)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('grants')
            .select('grants.user_id')
            .where('grants.organization_id', '=', organization.id)
            .where('grants.pattern', '=', '')
            .whereRef('grants.user_id', '=', 'users.id'),
        ),
      ),
    );
  if (q) users = users.where(contains('users.name', q));
  return await users.orderBy('users.name').limit(candidatesShown).execute();
}

import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';

/** Each user with how he signs in: at most one row of either table is his. */
function withSignIn(db: Kysely<Database>) {
  return db
    .selectFrom('users')
    .leftJoin('identities', (join) => join.onRef('identities.user_id', '=', 'users.id').on('identities.linked', '=', 0))
    .leftJoin('second_factors', (join) =>
      join.onRef('second_factors.user_id', '=', 'users.id').on('second_factors.confirmed_at', 'is not', null),
    )
    .select(['identities.provider', 'second_factors.confirmed_at as second_factor_at']);
}

export async function findUser(db: Kysely<Database>, id: string) {
  return await withSignIn(db).selectAll('users').where('users.id', '=', id).executeTakeFirst();
}

export async function findAccountId(db: Kysely<Database>, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('accounts').select('id').where('name', '=', name).executeTakeFirst();
  return row?.id;
}

/** The users of an account, by name. */
export async function listUsers(
  db: Kysely<Database>,
  accountId: string,
  query: PageQuery & { sort?: 'name' | '-name' | undefined },
) {
  let users = db.selectFrom('users').where('users.account_id', '=', accountId);
  let rows = withSignIn(db)
    .select([
      'users.id',
      'users.name',
      'users.role',
      'users.disabled_at',
      'users.created_at',
      'users.last_signed_in_at',
      'users.console_access',
      'users.programmatic_access',
      'users.must_change_password',
    ])
    .where('users.account_id', '=', accountId);
  if (query.q) {
    users = users.where(contains('users.name', query.q));
    rows = rows.where(contains('users.name', query.q));
  }
  const { direction } = readSort(query.sort ?? 'name');
  const columns = [{ column: 'users.name', output: 'name', type: 'text' }] as const;
  return await listPage(db, rows, users, { columns, direction }, query);
}

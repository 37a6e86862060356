import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';

/** The user with this id in this account. */
export async function findUser(db: Kysely<Database>, accountId: string, id: string) {
  return await db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
}

/** The users of an account, by name. */
export async function listUsers(
  db: Kysely<Database>,
  accountId: string,
  query: PageQuery & { sort?: 'name' | '-name' | undefined },
) {
  let users = db.selectFrom('users').where('users.account_id', '=', accountId);
  if (query.q) users = users.where(contains('users.name', query.q));
  const rows = users.select(['id', 'name', 'role', 'disabled_at', 'created_at', 'last_signed_in_at']);
  const { direction } = readSort(query.sort ?? 'name');
  const columns = [{ column: 'users.name', output: 'name', type: 'text' }] as const;
  return await listPage(db, rows, users, { columns, direction }, query);
}

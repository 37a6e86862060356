import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';

export async function findUser(db: Kysely<Database>, id: string) {
  return await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
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
  if (query.q) users = users.where(contains('users.name', query.q));
  const rows = users.select([
    'id',
    'name',
    'role',
    'disabled_at',
    'created_at',
    'last_signed_in_at',
    'console_access',
    'programmatic_access',
    'must_change_password',
  ]);
  const { direction } = readSort(query.sort ?? 'name');
  const columns = [{ column: 'users.name', output: 'name', type: 'text' }] as const;
  return await listPage(db, rows, users, { columns, direction }, query);
}

import type { Database, UsersTable } from '@wharf/db';
import type { Insertable, Transaction } from 'kysely';
import { ApiError } from '../bff/problem.ts';

/**
 * Writes a new user.
 * @param field of the request that gave the name
 * @throws ApiError `name-taken`
 */
export async function insertUser(
  trx: Transaction<Database>,
  { user, field }: { user: Insertable<UsersTable>; field: string },
): Promise<void> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('users')
    .values(user)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return;
  throw new ApiError('name-taken', `the user name ${user.name} is taken; names are unique on the server`, {
    detail: { name: user.name },
    fields: [{ field, problem: 'name-taken' }],
  });
}

import type { Database } from '@wharf/db';
import type { EntryFacts, Role } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { entryColumns, entryFacts } from './entry.ts';

export interface SignInRow {
  id: string;
  name: string;
  role: Role;
  accountId: string;
  account: string;
  passwordHash: string;
  entry: EntryFacts;
}

export async function findSignInOf(db: Kysely<Database>, userId: string): Promise<SignInRow | undefined> {
  return asSignIn(await signIns(db).where('users.id', '=', userId).executeTakeFirst());
}

function signIns(db: Kysely<Database>) {
  return db
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select([
      'users.id',
      'users.name',
      'users.role',
      'users.account_id',
      'users.password_hash',
      'accounts.name as account',
      ...entryColumns,
    ]);
}

function asSignIn(row: Awaited<ReturnType<ReturnType<typeof signIns>['executeTakeFirst']>>): SignInRow | undefined {
  if (!row) return undefined;
  const { id, role, account } = row;
  return {
    id,
    name: row.name,
    role,
    account,
    accountId: row.account_id,
    passwordHash: row.password_hash,
    entry: entryFacts(row),
  };
}

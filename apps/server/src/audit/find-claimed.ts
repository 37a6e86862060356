import type { Database } from '@wharf/db';
import type { Credential } from '@wharf/policies/access';
import type { Kysely } from 'kysely';

/** Whose a login name is. */
export interface Claimed {
  accountId: string;
  /** The user's or robot's. */
  name: string;
  credential: Credential;
}

const namesAtOnce = 500;

/** Whose names these are, by login name: a user's, a temporary login's, an access key's or a robot's. */
export async function findClaimed(db: Kysely<Database>, names: readonly string[]): Promise<Map<string, Claimed>> {
  const found = new Map<string, Claimed>();
  const possible = [...new Set(names)].filter((name) => name !== '' && name.length <= 128 && !name.includes('\0'));
  for (let start = 0; start < possible.length; start += namesAtOnce) {
    for (const row of await claimedRows(db, possible.slice(start, start + namesAtOnce))) {
      const { login, name, account_id: accountId, kind, id } = row;
      found.set(login, { accountId, name, credential: { kind: kind as Credential['kind'], id, name: login } });
    }
  }
  return found;
}

async function claimedRows(db: Kysely<Database>, names: string[]) {
  const [users, temporary, keys, robots] = await Promise.all([
    db.selectFrom('users').select(['id', 'name as login', 'name', 'account_id']).where('name', 'in', names).execute(),
    db
      .selectFrom('temporary_credentials as held')
      .innerJoin('users', 'users.id', 'held.user_id')
      .select(['held.id', 'held.login', 'users.name', 'users.account_id'])
      .where('held.login', 'in', names)
      .execute(),
    db
      .selectFrom('access_keys as held')
      .innerJoin('users', 'users.id', 'held.user_id')
      .select(['held.id', 'held.id as login', 'users.name', 'users.account_id'])
      .where('held.id', 'in', names)
      .execute(),
    db
      .selectFrom('robots')
      .select(['id', 'login', 'login as name', 'account_id'])
      .where('login', 'in', names)
      .execute(),
  ]);
  const of = <Row>(kind: Credential['kind'], rows: Row[]) => rows.map((row) => ({ ...row, kind }));
  return [
    ...of('password', users),
    ...of('temporary-login', temporary),
    ...of('access-key', keys),
    ...of('robot', robots),
  ];
}

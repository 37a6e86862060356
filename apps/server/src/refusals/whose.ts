import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import type { PendingRefusal } from './recent.ts';

/** Whose credentials a refused request carried. */
export interface Whose {
  userId: string | null;
  robotId: string | null;
  accountId: string | null;
  name: string;
  proven: boolean;
}

const nobody: Whose = { userId: null, robotId: null, accountId: null, name: '', proven: false };

/**
 * Finds whom refusals belong to, a few statements for all. A login name that nobody has is forgotten: people type their
 * password into that field.
 */
export async function findWhose(
  db: Kysely<Database>,
  refusals: readonly PendingRefusal[],
): Promise<(refusal: PendingRefusal) => Whose> {
  const ids = distinct(refusals.map(({ refused }) => refused.actorId));
  const logins = distinct(refusals.map(({ refused }) => refused.login)).filter((login) => !login.includes('\0'));
  const byId = new Map<string, Whose>();
  const byLogin = new Map<string, Whose>();
  if (ids.length > 0) {
    for (const user of await users(db).where('users.id', 'in', ids).execute()) byId.set(user.id, userOf(user, true));
    for (const robot of await robots(db).where('id', 'in', ids).execute()) byId.set(robot.id, robotOf(robot, true));
  }
  if (logins.length > 0) {
    for (const user of await users(db).where('users.name', 'in', logins).execute())
      byLogin.set(user.name, userOf(user, false));
    for (const robot of await robots(db).where('login', 'in', logins).execute())
      byLogin.set(robot.login, robotOf(robot, false));
    const temporary = await users(db)
      .innerJoin('temporary_credentials', 'temporary_credentials.user_id', 'users.id')
      .select('temporary_credentials.login')
      .where('temporary_credentials.login', 'in', logins)
      .execute();
    const keys = await users(db)
      .innerJoin('access_keys', 'access_keys.user_id', 'users.id')
      .select('access_keys.id as login')
      .where('access_keys.id', 'in', logins)
      .execute();
    for (const { login, ...user } of [...temporary, ...keys]) byLogin.set(login, userOf(user, false));
  }
  return ({ refused }) => byId.get(refused.actorId ?? '') ?? byLogin.get(refused.login ?? '') ?? nobody;
}

const users = (db: Kysely<Database>) => db.selectFrom('users').select(['users.id', 'users.name', 'users.account_id']);
const robots = (db: Kysely<Database>) => db.selectFrom('robots').select(['id', 'login', 'account_id']);

function userOf(row: { id: string; name: string; account_id: string }, proven: boolean): Whose {
  return { userId: row.id, robotId: null, accountId: row.account_id, name: row.name, proven };
}

function robotOf(row: { id: string; login: string; account_id: string }, proven: boolean): Whose {
  return { userId: null, robotId: row.id, accountId: row.account_id, name: row.login, proven };
}

function distinct(words: readonly (string | undefined)[]): string[] {
  return [...new Set(words.filter((word) => word !== undefined && word !== ''))] as string[];
}

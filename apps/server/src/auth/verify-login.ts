import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { isAccessKeyId, verifyAccessKey } from './access-keys.ts';
import { verifyPassword } from './passwords.ts';
import { secretMatches } from './secrets.ts';

/** Which row the credentials belong to, and the hash that they were right for. */
export interface Verified {
  kind: 'password' | 'temporary-login' | 'access-key' | 'robot';
  /** Of the user for a password, else of the credential. */
  id: string;
  hash: string;
}

/** Stands in every robot's login, `acme+ci`, and in no user's name. */
export const robotMark = '+';

/** Whose credentials these are, by the form of the name; undefined when nobody's, after as long as a password takes. */
export async function verifyLogin(db: Kysely<Database>, name: string, password: string): Promise<Verified | undefined> {
  if (isAccessKeyId(name)) {
    const key = await verifyAccessKey(db, name, password);
    return typeof key === 'object' ? { kind: 'access-key', id: name, hash: key.hash } : undefined;
  }
  const temporary = await db
    .selectFrom('temporary_credentials')
    .select(['id', 'secret_hash'])
    .where('login', '=', name)
    .executeTakeFirst();
  if (temporary && secretMatches(password, temporary.secret_hash)) {
    return { kind: 'temporary-login', id: temporary.id, hash: temporary.secret_hash };
  }
  if (name.includes(robotMark)) return await verifyRobot(db, name, password);
  const user = await db.selectFrom('users').select(['id', 'password_hash']).where('name', '=', name).executeTakeFirst();
  const right = await verifyPassword(password, user?.password_hash);
  return user && right ? { kind: 'password', id: user.id, hash: user.password_hash } : undefined;
}

async function verifyRobot(db: Kysely<Database>, login: string, secret: string): Promise<Verified | undefined> {
  const robot = await db
    .selectFrom('robots')
    .select(['id', 'secret_hash'])
    .where('login', '=', login)
    .executeTakeFirst();
  if (!robot || !secretMatches(secret, robot.secret_hash)) return undefined;
  return { kind: 'robot', id: robot.id, hash: robot.secret_hash };
}

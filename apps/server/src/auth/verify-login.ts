import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { isAccessKeyId, verifyAccessKey } from './access-keys.ts';
import type { Directory } from './directory/directory.ts';
import { provePassword } from './prove-password.ts';
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
export async function verifyLogin(
  { db, directory }: { db: Kysely<Database>; directory?: Directory | undefined },
  name: string,
  password: string,
): Promise<Verified | undefined> {
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
  const proven = await provePassword({ db, directory }, name, password);
  return proven && { kind: 'password', id: proven.id, hash: proven.hash };
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

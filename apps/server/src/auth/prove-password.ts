import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import type { Directory } from './directory/directory.ts';
import { noPassword, verifyPassword } from './passwords.ts';

export interface Proven {
  id: string;
  /** What the password was right for, `noPassword` where the directory said so. */
  hash: string;
  by: 'password' | 'ldap';
}

/**
 * The user whose name and password these are: by a password of his own, which nobody else is asked about, else by the directory.
 * Undefined when nobody's, after as long as a password takes in any case.
 * @throws GateFull, AdmissionRefused, DirectoryUnavailable
 */
export async function provePassword(
  {
    db,
    directory,
    verify = verifyPassword,
  }: { db: Kysely<Database>; directory?: Directory | undefined; verify?: typeof verifyPassword },
  name: string,
  password: string,
): Promise<Proven | undefined> {
  const user = await db.selectFrom('users').select(['id', 'password_hash']).where('name', '=', name).executeTakeFirst();
  const elsewhere = directory !== undefined && (!user || user.password_hash === noPassword);
  // Both at once: how long it takes does not tell whether the directory has such a user.
  const [right, person] = await Promise.all([
    verify(password, user?.password_hash),
    elsewhere ? directory.prove(name, password) : undefined,
  ]);
  if (person) return { id: person.id, hash: noPassword, by: 'ldap' };
  return user && right ? { id: user.id, hash: user.password_hash, by: 'password' } : undefined;
}

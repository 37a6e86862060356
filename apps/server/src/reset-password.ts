import type { WharfDatabase } from '@wharf/db';
import { unlinkIdentity } from './auth/identities/link-identity.ts';
import { hashPassword } from './auth/passwords.ts';
import { removeSecondFactor } from './auth/second-factor/second-factor.ts';
import { newSecret } from './auth/secrets.ts';
import { endSessionsOf } from './auth/sessions.ts';
import { endTemporaryLoginsOf } from './auth/temporary-logins.ts';

/**
 * Gives a user a new password, enables him again, lets him into the console, takes his second factor and the identity that he linked away,
 * and ends his sessions and temporary logins: the way back in for whoever runs the server.
 * @returns the password; undefined when no user has that name.
 */
export async function resetPassword(database: WharfDatabase, name: string): Promise<string | undefined> {
  const password = newSecret();
  const passwordHash = await hashPassword(password);
  return database.db.transaction().execute(async (trx) => {
    const user = await trx
      .updateTable('users')
      .set({ password_hash: passwordHash, disabled_at: null, console_access: 1, must_change_password: 0 })
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst();
    if (!user) return undefined;
    const at = new Date();
    await endSessionsOf(trx, user.id, at);
    await endTemporaryLoginsOf(trx, user.id, at);
    await removeSecondFactor(trx, user.id);
    await unlinkIdentity(trx, user.id, at);
    return password;
  });
}

import type { WharfDatabase } from '@wharf/db';
import { unlinkIdentity } from './auth/identities/link-identity.ts';
import { hashPassword } from './auth/passwords.ts';
import { removeSecondFactor } from './auth/second-factor/second-factor.ts';
import { newSecret } from './auth/secrets.ts';
import { endSessionsOf } from './auth/sessions.ts';
import { endTemporaryLoginsOf } from './auth/temporary-logins.ts';
import { recordEvent } from './features/record-event.ts';

/** No user's name holds a space. */
const commandLine = { id: null, name: 'command line' };

/**
 * Gives a user a new password, enables him again, lets him into the console, takes his second factor and the identity that he linked away,
 * and ends his sessions and temporary logins: the way back in for whoever runs the server. The record tells it as the command line's.
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
      .returning(['id', 'name', 'role', 'account_id'])
      .executeTakeFirst();
    if (!user) return undefined;
    const at = new Date();
    await endSessionsOf(trx, user.id, at);
    await endTemporaryLoginsOf(trx, user.id, at);
    const factorRemoved = await removeSecondFactor(trx, user.id);
    const unlinked = await unlinkIdentity(trx, user.id, at);
    const place = { accountId: user.account_id, author: commandLine, at };
    const named = { user: user.name };
    const payload = { ...named, role: user.role, disabled: false, passwordChanged: true };
    await recordEvent(trx, { type: 'UserUpdated', payload, ...place });
    if (factorRemoved) await recordEvent(trx, { type: 'SecondFactorRemoved', payload: named, ...place });
    if (unlinked !== undefined) {
      await recordEvent(trx, { type: 'IdentityUnlinked', payload: { ...named, provider: unlinked }, ...place });
    }
    return password;
  });
}

import { noPassword } from '../auth/passwords.ts';
import { provePassword } from '../auth/prove-password.ts';
import type { CurrentSession } from '../auth/sessions.ts';
import { ldapProvider } from '../auth/sign-in-method.ts';
import { ApiError } from '../bff/problem.ts';
import type { Services } from '../bff/services.ts';
import { guessOrWait } from './guess-or-wait.ts';
import { recordRefusals } from './record-refusals.ts';

/**
 * The caller's password once more, here or in the directory, before what a stolen session must not do. Nor must that be a
 * way to guess it.
 * @returns the hash that it was right for, `noPassword` where the directory said so
 * @throws ApiError `wrong-credentials`, `too-many-attempts`, `no-password` for whoever signs in without one
 */
export async function requireOwnPassword(
  services: Services,
  { id, actor }: CurrentSession,
  password: string,
): Promise<string> {
  const { db } = services.database;
  const own = await db
    .selectFrom('users')
    .leftJoin('identities', (join) => join.onRef('identities.user_id', '=', 'users.id').on('identities.linked', '=', 0))
    .select(['users.password_hash', 'identities.provider'])
    .where('users.id', '=', actor.id)
    .executeTakeFirstOrThrow();
  if (own.password_hash === noPassword && own.provider !== ldapProvider) throw noPasswordHere();
  const guesser = { name: actor.name, source: `session ${id}` };
  const { directory } = services;
  const proving = guessOrWait(services, guesser, async () => {
    const found = await provePassword({ db, directory }, actor.name, password);
    return found?.id === actor.id ? found : undefined;
  }).then((found) => {
    if (!found) throw wrongCredentials();
    return found.hash;
  });
  return await recordRefusals(services, { type: 'PasswordRefused', name: actor.name, came: actor.came }, proving);
}

export function noPasswordHere(): ApiError {
  return new ApiError('no-password', 'this user has no password here: the provider by which he signs in keeps it');
}

export function wrongCredentials(detail: { reason?: 'code' | 'ticket' } = {}): ApiError {
  const text = {
    code: 'this code is not right, or was used before',
    ticket: 'the sign-in took too long: begin again with the password',
    password: 'the user name or the password is wrong',
  };
  return new ApiError('wrong-credentials', text[detail.reason ?? 'password'], { detail });
}

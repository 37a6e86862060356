import { noPassword, verifyPassword } from '../auth/passwords.ts';
import type { CurrentSession } from '../auth/sessions.ts';
import { ApiError } from '../bff/problem.ts';
import type { Services } from '../bff/services.ts';
import { guessOrWait } from './guess-or-wait.ts';

/**
 * The caller's password once more, before what a stolen session must not do. Nor must that be a way to guess it.
 * @returns the hash that it was right for
 * @throws ApiError `wrong-credentials`, `too-many-attempts`, `no-password` for whoever signs in by a provider outside
 */
export async function requireOwnPassword(
  services: Services,
  { id, actor }: CurrentSession,
  password: string,
): Promise<string> {
  const { password_hash: hash } = await services.database.db
    .selectFrom('users')
    .select('password_hash')
    .where('id', '=', actor.id)
    .executeTakeFirstOrThrow();
  if (hash === noPassword) {
    throw new ApiError('no-password', 'this user has no password here: the provider by which you sign in keeps it');
  }
  const guesser = { name: actor.name, source: `session ${id}` };
  const right = await guessOrWait(services, guesser, async () => (await verifyPassword(password, hash)) || undefined);
  if (!right) throw wrongCredentials();
  return hash;
}

export function wrongCredentials(detail: { reason?: 'code' | 'ticket' } = {}): ApiError {
  const text = {
    code: 'this code is not right, or was used before',
    ticket: 'the sign-in took too long: begin again with the password',
    password: 'the user name or the password is wrong',
  };
  return new ApiError('wrong-credentials', text[detail.reason ?? 'password'], { detail });
}

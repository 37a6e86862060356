import { hashPassword, noPassword } from '../../auth/passwords.ts';
import { type CurrentSession, endSession, endSessionsOf } from '../../auth/sessions.ts';
import { endTemporaryLoginsOf } from '../../auth/temporary-logins.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { noPasswordHere, requireOwnPassword, wrongCredentials } from '../own-password.ts';
import { recordEvent } from '../record-event.ts';

/** Ends one session of the caller, his current one too. */
export async function removeSession(services: Services, { actor }: CurrentSession, id: string): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const at = services.now();
    if (!(await endSession(trx, actor.id, id, at))) throw notFound('this session');
    await recordEvent(trx, {
      type: 'SignedOut',
      accountId: actor.accountId,
      payload: { session: id },
      author: actor,
      at,
    });
  });
}

/** Ends the caller's sessions and temporary logins. */
export async function signOutEverywhere(services: Services, { actor }: CurrentSession): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const at = services.now();
    await endSessionsOf(trx, actor.id, at);
    await endTemporaryLoginsOf(trx, actor.id, at);
    await recordEvent(trx, { type: 'SessionsEnded', accountId: actor.accountId, payload: {}, author: actor, at });
  });
}

function samePassword(): ApiError {
  const fields = [{ field: 'body.next', problem: 'password-same' }];
  return new ApiError('invalid-input', 'the new password is the old one', { fields });
}

/**
 * Ends all other sessions of the user, and his temporary logins.
 * @throws ApiError `wrong-credentials` when `current` is not his password, `too-many-attempts`, `no-password`, `invalid-input` for the same one again
 */
export async function changePassword(
  services: Services,
  session: CurrentSession,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const { id: sessionId, actor } = session;
  const before = await requireOwnPassword(services, session, current);
  // The directory's password is changed there.
  if (before === noPassword) throw noPasswordHere();
  if (next === current) throw samePassword();
  const after = await hashPassword(next);
  await services.database.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('users')
      .set({ password_hash: after, must_change_password: 0 })
      .where('id', '=', actor.id)
      .where('password_hash', '=', before)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw wrongCredentials();
    const at = services.now();
    await endSessionsOf(trx, actor.id, at, { except: sessionId });
    await endTemporaryLoginsOf(trx, actor.id, at);
    await recordEvent(trx, {
      type: 'PasswordChanged',
      accountId: actor.accountId,
      payload: { user: actor.name },
      author: actor,
      at,
    });
  });
}

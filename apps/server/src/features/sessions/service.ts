import type { Session } from '@wharf/api';
import { decideEntry, type EntryRefusal } from '@wharf/policies/access';
import { credentialRefusal } from '../../auth/credential-refusals.ts';
import { type Guesser, guess, sourceOf } from '../../auth/guess.ts';
import { hashPassword, verifyPassword } from '../../auth/passwords.ts';
import { type CurrentSession, endSession, endSessionsOf, provenanceOf, startSession } from '../../auth/sessions.ts';
import { endTemporaryLoginsOf } from '../../auth/temporary-logins.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { recordEvent } from '../record-event.ts';
import { presentSession } from './present.ts';
import { findSignIn, getPasswordHash } from './queries.ts';

/**
 * A new session for whoever proves to be `name`.
 * @throws ApiError `wrong-credentials` (the same for an unknown user), `too-many-attempts`; only to who proved the password
 *   `entry-refused`, which says why he may not come in
 */
export async function signIn(
  services: Services,
  { name, password }: { name: string; password: string },
  request: RequestContext,
): Promise<{ secret: string; session: Session }> {
  const user = await findSignIn(services.database.db, name);
  const guesser = { name, source: sourceOf(request.address) };
  if (!(await isPassword(services, guesser, password, user?.passwordHash)) || !user) {
    // Without the name: people type their password into the wrong field.
    services.log.warn({ address: request.address, requestId: request.requestId }, 'sign-in refused');
    throw wrongCredentials();
  }
  const started = await services.database.db.transaction().execute(async (trx) => {
    const at = services.now();
    // The password may have been changed while it was being verified.
    const { numUpdatedRows } = await trx
      .updateTable('users')
      .set({ last_signed_in_at: at.getTime() })
      .where('id', '=', user.id)
      .where('password_hash', '=', user.passwordHash)
      .executeTakeFirst();
    const now = numUpdatedRows === 0n ? undefined : await findSignIn(trx, name);
    if (!now) return undefined;
    const entry = decideEntry(now.entry, 'console');
    if (!entry.allowed) throw entryRefused(entry.reason);
    // The browser's earlier session is left behind for good: its cookie is being replaced.
    if (request.session) await endSession(trx, request.session.actor.id, request.session.id);
    const session = await startSession(trx, services, user.id, request);
    await recordEvent(trx, {
      type: 'SignedIn',
      accountId: user.accountId,
      payload: { address: request.address },
      author: { ...user, came: provenanceOf(session.id, request) },
      at,
    });
    return { ...session, mustChangePassword: now.entry.mustChangePassword };
  });
  if (!started) throw wrongCredentials();
  const actor = { kind: 'user', id: user.id, name: user.name, accountId: user.accountId, role: user.role } as const;
  const { secret, csrfToken, mustChangePassword } = started;
  return { secret, session: presentSession({ actor, account: user.account, csrfToken, mustChangePassword }) };
}

async function isPassword(
  services: Services,
  guesser: Guesser,
  password: string,
  hash: string | undefined,
): Promise<boolean> {
  const verify = async () => (await verifyPassword(password, hash)) || undefined;
  const guessed = await guess(services.attempts, guesser, verify);
  if ('found' in guessed) return guessed.found === true;
  const seconds = guessed.waitSeconds;
  throw new ApiError('too-many-attempts', `too many failed sign-ins; try again in ${seconds} s`, {
    detail: { seconds },
    headers: { 'Retry-After': String(seconds) },
  });
}

function wrongCredentials(): ApiError {
  return new ApiError('wrong-credentials', 'the user name or the password is wrong');
}

function entryRefused(reason: EntryRefusal): ApiError {
  return new ApiError('entry-refused', credentialRefusal(reason), { detail: { reason } });
}

/** Ends one session of the caller, his current one too. */
export async function removeSession(services: Services, { actor }: CurrentSession, id: string): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    if (!(await endSession(trx, actor.id, id))) throw notFound('this session');
    await recordEvent(trx, {
      type: 'SignedOut',
      accountId: actor.accountId,
      payload: { session: id },
      author: actor,
      at: services.now(),
    });
  });
}

/** Ends the caller's sessions and temporary logins. */
export async function signOutEverywhere(services: Services, { actor }: CurrentSession): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const at = services.now();
    await endSessionsOf(trx, actor.id);
    await endTemporaryLoginsOf(trx, actor.id, at);
    await recordEvent(trx, { type: 'SessionsEnded', accountId: actor.accountId, payload: {}, author: actor, at });
  });
}

/**
 * Ends all other sessions of the user, and his temporary logins.
 * @throws ApiError `wrong-credentials` when `current` is not his password, `too-many-attempts`, `invalid-input` for the same one again
 */
export async function changePassword(
  services: Services,
  { id: sessionId, actor }: CurrentSession,
  { current, next }: { current: string; next: string },
): Promise<void> {
  // A stolen session must not be a way to guess the password.
  const before = await getPasswordHash(services.database.db, actor.id);
  const guesser = { name: actor.name, source: `session ${sessionId}` };
  if (!(await isPassword(services, guesser, current, before))) throw wrongCredentials();
  if (next === current) {
    const fields = [{ field: 'body.next', problem: 'password-same' }];
    throw new ApiError('invalid-input', 'the new password is the old one', { fields });
  }
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
    await endSessionsOf(trx, actor.id, sessionId);
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

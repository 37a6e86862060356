import type { PendingSignIn, Session } from '@wharf/api';
import type { Database } from '@wharf/db';
import { decideEntry, type EntryRefusal } from '@wharf/policies/access';
import type { Transaction } from 'kysely';
import { credentialRefusal } from '../../auth/credential-refusals.ts';
import { sourceOf } from '../../auth/guess.ts';
import { verifyPassword } from '../../auth/passwords.ts';
import { beginPendingSignIn, endPendingSignIn, findPendingSignIn } from '../../auth/second-factor/pending-sign-ins.ts';
import { findSecondFactor, takeCode } from '../../auth/second-factor/second-factor.ts';
import { endSession, provenanceOf, startSession } from '../../auth/sessions.ts';
import { ApiError } from '../../bff/problem.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { guessOrWait } from '../guess-or-wait.ts';
import { wrongCredentials } from '../own-password.ts';
import { recordEvent } from '../record-event.ts';
import { presentSession } from './present.ts';
import { findSignIn, findSignInOf, type SignInRow } from './queries.ts';
import { recordRefusals } from './record-refusals.ts';

interface Started {
  secret: string;
  session: Session;
}

/**
 * A new session for whoever proves to be `name`; for a user with a second factor, a ticket to show together with its code.
 * @throws ApiError `wrong-credentials` (the same for an unknown user), `too-many-attempts`; only to who proved all that is
 *   asked for `entry-refused`, which says why he may not come in
 */
export async function signIn(
  services: Services,
  { name, password }: { name: string; password: string },
  request: RequestContext,
): Promise<Started | { pending: PendingSignIn }> {
  request.login = name;
  const user = await guessOrWait(services, { name, source: sourceOf(request.address) }, async () => {
    const row = await findSignIn(services.database.db, name);
    return (await verifyPassword(password, row?.passwordHash)) ? row : undefined;
  });
  const outcome =
    user && (await services.database.db.transaction().execute((trx) => admit(services, trx, user, request)));
  if (outcome) return outcome;
  // Without the name: people type their password into the wrong field.
  services.log.warn({ address: request.address, requestId: request.requestId }, 'sign-in refused');
  throw wrongCredentials();
}

async function admit(services: Services, trx: Transaction<Database>, user: SignInRow, request: RequestContext) {
  if (!(await findSecondFactor(trx, user.id))) return await enter(services, trx, user, request, 'password');
  const ticket = await beginPendingSignIn(trx, user, services.now());
  return { pending: { secondFactor: 'totp' as const, ticket } };
}

/**
 * The second step: a code of the user's app, or a recovery code.
 * @throws ApiError `wrong-credentials` (its `detail.reason` says whether the code or the ticket), `too-many-attempts`
 */
export async function completeSignIn(
  services: Services,
  { ticket, code }: { ticket: string; code: string },
  request: RequestContext,
): Promise<Started> {
  const { db } = services.database;
  const pending = await db.transaction().execute((trx) => findPendingSignIn(trx, ticket, services.now()));
  const user = pending && (await findSignInOf(db, pending.user_id));
  if (!pending || !user || user.passwordHash !== pending.password_hash) throw wrongCredentials({ reason: 'ticket' });
  request.login = user.name;
  // Of its own: the right password, which whoever gets here has, would else forgive the wrong codes. By the name alone:
  // six digits must not be tried from many addresses at once, and only who knows the password can make its owner wait.
  const guesser = { name: `${user.name} code`, source: undefined };
  const guessing = guessOrWait(services, guesser, () =>
    db.transaction().execute(async (trx) => {
      const by = await takeCode(trx, user.id, code, services.now());
      if (!by || !(await endPendingSignIn(trx, ticket))) return undefined;
      return await enter(services, trx, user, request, by);
    }),
  ).then((started) => {
    if (started) return started;
    services.log.warn({ address: request.address, requestId: request.requestId }, 'second factor refused');
    throw wrongCredentials({ reason: 'code' });
  });
  return await recordRefusals(services, user.name, request, guessing);
}

async function enter(
  services: Services,
  trx: Transaction<Database>,
  user: SignInRow,
  request: RequestContext,
  by: 'password' | 'app' | 'recovery-code',
): Promise<Started | undefined> {
  const at = services.now();
  // The password may have been changed while it was being verified.
  const { numUpdatedRows } = await trx
    .updateTable('users')
    .set({ last_signed_in_at: at.getTime() })
    .where('id', '=', user.id)
    .where('password_hash', '=', user.passwordHash)
    .executeTakeFirst();
  const now = numUpdatedRows === 0n ? undefined : await findSignInOf(trx, user.id);
  if (!now) return undefined;
  const entry = decideEntry(now.entry, 'console');
  if (!entry.allowed) throw entryRefused(entry.reason);
  // The browser's earlier session is left behind for good: its cookie is being replaced.
  if (request.session) await endSession(trx, request.session.actor.id, request.session.id);
  const { id, secret, csrfToken } = await startSession(trx, services, user.id, request);
  const payload = { address: request.address, by };
  const author = { ...user, came: provenanceOf(id, request) };
  await recordEvent(trx, { type: 'SignedIn', accountId: user.accountId, payload, author, at });
  const actor = { kind: 'user', id: user.id, name: user.name, accountId: user.accountId, role: user.role } as const;
  const { mustChangePassword } = now.entry;
  return { secret, session: presentSession({ actor, account: user.account, csrfToken, mustChangePassword }) };
}

function entryRefused(reason: EntryRefusal): ApiError {
  return new ApiError('entry-refused', credentialRefusal(reason), { detail: { reason } });
}

import type { PendingSignIn, Session } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { Transaction } from 'kysely';
import { AdmissionRefused } from '../../auth/directory/directory-errors.ts';
import { sourceOf } from '../../auth/guess.ts';
import { noPassword } from '../../auth/passwords.ts';
import { type Proven, provePassword } from '../../auth/prove-password.ts';
import { beginPendingSignIn, endPendingSignIn, findPendingSignIn } from '../../auth/second-factor/pending-sign-ins.ts';
import { findSecondFactor, takeCode } from '../../auth/second-factor/second-factor.ts';
import { ldapProvider } from '../../auth/sign-in-method.ts';
import { findSignInOf } from '../../auth/sign-in-row.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { type Entered, enterConsole, entryRefused } from '../enter-console.ts';
import { guessOrWait } from '../guess-or-wait.ts';
import { wrongCredentials } from '../own-password.ts';
import { recordRefusals } from '../record-refusals.ts';
import { presentSession } from './present.ts';

interface Started {
  secret: string;
  session: Session;
}

/**
 * A new session for whoever proves to be `name`; for a user with a second factor, a ticket to show together with its code.
 * @throws ApiError `wrong-credentials` (the same for an unknown user), `too-many-attempts`, `unavailable`; only to who proved
 *   all that is asked for `entry-refused`, which says why he may not come in
 */
export async function signIn(
  services: Services,
  { name, password }: { name: string; password: string },
  request: RequestContext,
): Promise<Started | { pending: PendingSignIn }> {
  request.login = name;
  const { directory, database } = services;
  const proven = await guessOrWait(services, { name, source: sourceOf(request.address) }, () =>
    provePassword({ db: database.db, directory }, name, password),
  ).catch((error: unknown) => {
    throw error instanceof AdmissionRefused ? entryRefused(error.reason) : error;
  });
  const outcome = proven && (await database.db.transaction().execute((trx) => admit(services, trx, proven, request)));
  if (outcome) return outcome;
  // Without the name: people type their password into the wrong field.
  services.log.warn({ address: request.address, requestId: request.requestId }, 'sign-in refused');
  throw wrongCredentials();
}

async function admit(services: Services, trx: Transaction<Database>, proven: Proven, request: RequestContext) {
  if (await findSecondFactor(trx, proven.id)) {
    const ticket = await beginPendingSignIn(trx, { id: proven.id, passwordHash: proven.hash }, services.now());
    return { pending: { secondFactor: 'totp' as const, ticket } };
  }
  const provider = proven.by === 'ldap' ? ldapProvider : null;
  return started(await enterConsole(services, trx, proven, request, { by: proven.by, provider }));
}

/**
 * The second step: a code of the user's app, or a recovery code.
 * @throws ApiError `wrong-credentials` (its `detail.reason` says whether the code or the ticket), `too-many-attempts`,
 *   `entry-refused`
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
  const guesser = { name: user.name, secret: 'code', source: undefined } as const;
  const provider = pending.password_hash === noPassword ? ldapProvider : null;
  const guessing = guessOrWait(services, guesser, () =>
    db.transaction().execute(async (trx) => {
      const by = await takeCode(trx, user.id, code, services.now());
      if (!by || !(await endPendingSignIn(trx, ticket))) return undefined;
      return await enterConsole(services, trx, { id: user.id, hash: pending.password_hash }, request, { by, provider });
    }),
  ).then((entered) => {
    const answer = started(entered);
    if (answer) return answer;
    services.log.warn({ address: request.address, requestId: request.requestId }, 'second factor refused');
    throw wrongCredentials({ reason: 'code' });
  });
  return await recordRefusals(services, { type: 'SignInRefused', name: user.name, came: request }, guessing);
}

function started(entered: Entered | undefined): Started | undefined {
  return entered && { secret: entered.secret, session: presentSession(entered.session) };
}

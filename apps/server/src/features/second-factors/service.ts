import { revoke } from '../../auth/revocations.ts';
import { replaceRecoveryCodes } from '../../auth/second-factor/recovery-codes.ts';
import { findSecondFactor, removeSecondFactor, useStep } from '../../auth/second-factor/second-factor.ts';
import { newTotpSecret, stepOfCode, totpUri } from '../../auth/second-factor/totp.ts';
import { type CurrentSession, endSessionsOf } from '../../auth/sessions.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { guessOrWait } from '../guess-or-wait.ts';
import { requireOwnPassword, wrongCredentials } from '../own-password.ts';
import { recordEvent } from '../record-event.ts';

/**
 * A new secret for the caller's app, not in force yet; one that was begun before is forgotten.
 * @throws ApiError `second-factor-on`, and as `requireOwnPassword` does
 */
export async function beginSecondFactor(
  services: Services,
  session: CurrentSession,
  password: string,
  { origin }: RequestContext,
): Promise<{ secret: string; uri: string }> {
  const { actor } = session;
  await requireOwnPassword(services, session, password);
  const secret = newTotpSecret();
  await services.database.db.transaction().execute(async (trx) => {
    if (await findSecondFactor(trx, actor.id)) throw alreadyOn();
    const row = { secret, created_at: services.now().getTime(), last_step: 0 };
    await trx
      .insertInto('second_factors')
      .values({ user_id: actor.id, ...row })
      .onConflict((conflict) =>
        conflict.column('user_id').doUpdateSet(row).where('second_factors.confirmed_at', 'is', null),
      )
      .execute();
  });
  return { secret, uri: totpUri(secret, `Wharf ${origin.host}`, actor.name) };
}

/**
 * The first code of the app puts the factor in force. Ends the user's other sessions and the registry tokens, which began without it.
 * @returns the recovery codes
 * @throws ApiError `not-found` when none was begun, `second-factor-on`, `wrong-credentials`, `too-many-attempts`
 */
export async function confirmSecondFactor(
  services: Services,
  { id, actor }: CurrentSession,
  code: string,
): Promise<string[]> {
  const guesser = { name: actor.name, secret: 'code', source: undefined } as const;
  const codes = await guessOrWait(services, guesser, () =>
    services.database.db.transaction().execute(async (trx) => {
      const begun = await trx
        .selectFrom('second_factors')
        .select(['secret', 'confirmed_at'])
        .where('user_id', '=', actor.id)
        .executeTakeFirst();
      if (!begun) throw notFound('a second factor that waits to be confirmed');
      if (begun.confirmed_at !== null) throw alreadyOn();
      const at = services.now();
      const step = stepOfCode(begun.secret, code.replace(/\s/g, ''), at);
      if (step === undefined || !(await useStep(trx, actor.id, step))) return undefined;
      await trx
        .updateTable('second_factors')
        .set({ confirmed_at: at.getTime() })
        .where('user_id', '=', actor.id)
        .execute();
      await endSessionsOf(trx, actor.id, at, { except: id });
      await revoke(trx, `user:${actor.id}`, at);
      const payload = { user: actor.name };
      await recordEvent(trx, { type: 'SecondFactorAdded', accountId: actor.accountId, payload, author: actor, at });
      return await replaceRecoveryCodes(trx, actor.id);
    }),
  );
  if (!codes) throw wrongCredentials({ reason: 'code' });
  return codes;
}

/** @throws ApiError `not-found` when no second factor is in force, and as `requireOwnPassword` does */
export async function createRecoveryCodes(
  services: Services,
  session: CurrentSession,
  password: string,
): Promise<string[]> {
  const { actor } = session;
  await requireOwnPassword(services, session, password);
  return await services.database.db.transaction().execute(async (trx) => {
    if (!(await findSecondFactor(trx, actor.id))) throw notFound('a second factor');
    const payload = { user: actor.name };
    const at = services.now();
    await recordEvent(trx, { type: 'RecoveryCodesCreated', accountId: actor.accountId, payload, author: actor, at });
    return await replaceRecoveryCodes(trx, actor.id);
  });
}

/** @throws ApiError as `requireOwnPassword` does */
export async function dropSecondFactor(services: Services, session: CurrentSession, password: string): Promise<void> {
  const { actor } = session;
  await requireOwnPassword(services, session, password);
  await services.database.db.transaction().execute(async (trx) => {
    if (!(await removeSecondFactor(trx, actor.id))) return;
    const payload = { user: actor.name };
    const at = services.now();
    await recordEvent(trx, { type: 'SecondFactorRemoved', accountId: actor.accountId, payload, author: actor, at });
  });
}

function alreadyOn(): ApiError {
  return new ApiError('second-factor-on', 'a second factor is in force already: turn it off first');
}

import type { Database } from '@wharf/db';
import type { Kysely, Transaction } from 'kysely';
import { takeRecoveryCode } from './recovery-codes.ts';
import { stepOfCode } from './totp.ts';

/** What is known of a user's second factor; undefined where none is in force. */
export async function findSecondFactor(db: Kysely<Database>, userId: string) {
  return await db
    .selectFrom('second_factors')
    .select(['secret', 'confirmed_at'])
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
}

/**
 * Takes a code of the user's app, or a recovery code, and says which it was; undefined when it is neither. Each code is
 * taken once, whoever asks at the same time: of an app's, none of its time step or an earlier one is taken again (RFC 6238, 5.2).
 */
export async function takeCode(
  trx: Transaction<Database>,
  userId: string,
  code: string,
  at: Date,
): Promise<'app' | 'recovery-code' | undefined> {
  const factor = await findSecondFactor(trx, userId);
  if (!factor) return undefined;
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return (await takeRecoveryCode(trx, userId, code, at)) ? 'recovery-code' : undefined;
  const step = stepOfCode(factor.secret, digits, at);
  return step !== undefined && (await useStep(trx, userId, step)) ? 'app' : undefined;
}

/** Whether no code of this step or a later one was taken before. */
export async function useStep(trx: Transaction<Database>, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('second_factors')
    .set({ last_step: step })
    .where('user_id', '=', userId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** From now on the password alone is enough. Says whether there was a factor in force. */
export async function removeSecondFactor(trx: Transaction<Database>, userId: string): Promise<boolean> {
  const inForce = (await findSecondFactor(trx, userId)) !== undefined;
  await trx.deleteFrom('second_factors').where('user_id', '=', userId).execute();
  await trx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  await trx.deleteFrom('pending_sign_ins').where('user_id', '=', userId).execute();
  return inForce;
}

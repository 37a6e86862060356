import type { AccessKey, Result } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { Transaction } from 'kysely';
import { makeAccessKey } from '../../auth/access-keys.ts';
import { revoke } from '../../auth/revocations.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { lockAccount } from '../lock-account.ts';
import { recordEvent } from '../record-event.ts';
import { requireProgrammaticAccess } from '../require-programmatic-access.ts';
import { type AccessKeyRow, presentAccessKey } from './present.ts';
import { findAccessKey, listAccessKeys } from './queries.ts';

/** How many access keys a user may have: so that one can be replaced by another without a break. */
export const accessKeyLimit = 2;

/**
 * An access key of the caller. Its secret is in the answer and nowhere else.
 * @throws ApiError `quota-used-up` while he has two, `entry-refused` for who may not log in with clients
 */
export async function createAccessKey(services: Services, actor: UserActor): Promise<Result<'createAccessKey'>> {
  const at = services.now();
  const { id, secret, keyHash } = makeAccessKey();
  const row = { id, created_at: at.getTime(), disabled_at: null, last_used_at: null, last_used_address: null };
  await services.database.db.transaction().execute(async (trx) => {
    await lockAccount(trx, actor.accountId);
    await requireProgrammaticAccess(trx, actor);
    const used = (await listAccessKeys(trx, actor.id)).length;
    if (used >= accessKeyLimit) {
      const message = `you have ${used} of ${accessKeyLimit} access keys already: remove one that is not used any more`;
      throw new ApiError('quota-used-up', message, {
        detail: { reason: 'access-key-limit', used, limit: accessKeyLimit },
      });
    }
    await trx
      .insertInto('access_keys')
      .values({ ...row, user_id: actor.id, key_hash: keyHash })
      .execute();
    await recordEvent(trx, {
      type: 'AccessKeyCreated',
      accountId: actor.accountId,
      payload: { accessKey: id },
      author: actor,
      at,
    });
  });
  return { ...presentAccessKey(row), secret };
}

/**
 * Disabled, the key and the tokens that it got stop working within seconds.
 * @throws ApiError `not-found`
 */
export async function updateAccessKey(
  services: Services,
  actor: UserActor,
  id: string,
  { disabled }: { disabled: boolean },
): Promise<AccessKey> {
  return await services.database.db.transaction().execute(async (trx) => {
    const at = services.now();
    const row = await lockAccessKey(trx, actor, id);
    if ((row.disabled_at !== null) === disabled) return presentAccessKey(row);
    const disabledAt = disabled ? at.getTime() : null;
    await trx.updateTable('access_keys').set({ disabled_at: disabledAt }).where('id', '=', id).execute();
    if (disabled) await revoke(trx, `credential:${id}`, at);
    const payload = { accessKey: id, disabled };
    await recordEvent(trx, { type: 'AccessKeyUpdated', accountId: actor.accountId, payload, author: actor, at });
    return presentAccessKey({ ...row, disabled_at: disabledAt });
  });
}

/** @throws ApiError `not-found` */
export async function removeAccessKey(services: Services, actor: UserActor, id: string): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const at = services.now();
    await lockAccessKey(trx, actor, id);
    await trx.deleteFrom('access_keys').where('id', '=', id).execute();
    await revoke(trx, `credential:${id}`, at);
    const payload = { accessKey: id };
    await recordEvent(trx, { type: 'AccessKeyRemoved', accountId: actor.accountId, payload, author: actor, at });
  });
}

async function lockAccessKey(trx: Transaction<Database>, actor: UserActor, id: string): Promise<AccessKeyRow> {
  await lockAccount(trx, actor.accountId);
  const row = await findAccessKey(trx, actor.id, id);
  if (!row) throw notFound('this access key');
  return row;
}

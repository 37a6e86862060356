import { randomBytes, randomInt } from 'node:crypto';
import type { Result } from '@wharf/api';
import { type Database, newId } from '@wharf/db';
import type { Transaction } from 'kysely';
import { revoke } from '../../auth/revocations.ts';
import { hashSecret } from '../../auth/secrets.ts';
import { countTemporaryLoginsOf } from '../../auth/temporary-logins.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { lockAccount } from '../lock-account.ts';
import { recordEvent } from '../record-event.ts';
import { requireProgrammaticAccess } from '../require-programmatic-access.ts';
import { presentCredential } from './present.ts';
import { findCredential } from './queries.ts';

const hourMs = 60 * 60 * 1000;
const activeLimit = 100;
const keptAfterExpiryMs = 7 * 24 * hourMs;
// Without characters that look alike: people do type it.
const loginAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * A temporary login of the caller. Its password is in the answer and nowhere else.
 * @param hours that it works; as the server is configured without.
 * @throws ApiError `quota-used-up` while he has 100 that work, `invalid-input` for more hours than the server allows,
 *   `entry-refused` for who may not log in with clients
 */
export async function createLoginCommand(
  services: Services,
  actor: UserActor,
  { origin }: RequestContext,
  hours: number = services.config.temporaryLoginHours,
): Promise<Result<'createLoginCommand'>> {
  const longest = services.config.temporaryLoginMaxHours;
  if (hours > longest) {
    throw new ApiError(
      'invalid-input',
      `body.hours: this server lets temporary logins work for ${longest} hours at most`,
      {
        detail: { longest },
        fields: [{ field: 'body.hours', problem: 'hours' }],
      },
    );
  }
  // Hexadecimal, because a password that begins with a dash is an option to `docker login -p`.
  const password = randomBytes(32).toString('hex');
  const now = services.now();
  const at = now.getTime();
  const row = {
    id: newId(),
    user_id: actor.id,
    login: `tmp-${randomLogin()}`,
    secret_hash: hashSecret(password),
    created_at: at,
    expires_at: at + hours * hourMs,
    last_used_at: null,
    last_used_address: null,
    revoked_at: null,
  };
  await services.database.db.transaction().execute(async (trx) => {
    await lockAccount(trx, actor.accountId);
    await requireProgrammaticAccess(trx, actor);
    await refuseAboveLimit(trx, actor, now);
    await trx
      .deleteFrom('temporary_credentials')
      .where('user_id', '=', actor.id)
      .where('expires_at', '<', at - keptAfterExpiryMs)
      .execute();
    await trx.insertInto('temporary_credentials').values(row).execute();
    const payload = { login: row.login };
    await recordEvent(trx, {
      type: 'LoginCommandCreated',
      accountId: actor.accountId,
      payload,
      author: actor,
      at: now,
    });
  });
  return { ...presentCredential(row, now), password, registryHost: origin.host };
}

async function refuseAboveLimit(trx: Transaction<Database>, actor: UserActor, now: Date): Promise<void> {
  const used = await countTemporaryLoginsOf(trx, actor.id, now);
  if (used < activeLimit) return;
  const message = `${used} of ${activeLimit} temporary logins of yours work already: revoke some, or wait until they expire`;
  const detail = { reason: 'temporary-login-limit', used, limit: activeLimit } as const;
  throw new ApiError('quota-used-up', message, { detail });
}

/** @throws ApiError `not-found` when the caller has no such login */
export async function revokeLoginCommand(services: Services, actor: UserActor, id: string): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const credential = await findCredential(trx, actor.id, id);
    if (!credential) throw notFound('this temporary login');
    if (credential.revoked_at !== null) return;
    const at = services.now();
    await trx
      .updateTable('temporary_credentials')
      .set({ revoked_at: at.getTime() })
      .where('id', '=', credential.id)
      .execute();
    await revoke(trx, `credential:${credential.id}`, at);
    const payload = { login: credential.login };
    await recordEvent(trx, { type: 'LoginCommandRevoked', accountId: actor.accountId, payload, author: actor, at });
  });
}

function randomLogin(): string {
  return Array.from({ length: 8 }, () => loginAlphabet.charAt(randomInt(loginAlphabet.length))).join('');
}

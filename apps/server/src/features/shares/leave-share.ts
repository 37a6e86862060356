import { decideLeaving } from '@wharf/policies/sharing';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { deleteShare, findReceivedShare } from './queries.ts';
import { recordShare } from './record-share.ts';
import type { RepositoryPlace } from './service.ts';

/**
 * Gives back what another account shares with the caller's, for all of its users.
 * @throws ApiError `not-found` when it shares no such image, `forbidden` for who does not administer the account
 */
export async function leaveShare(
  { database: { db }, now }: Services,
  actor: UserActor,
  { organization, repository }: RepositoryPlace,
): Promise<void> {
  const name = `${organization}/${repository}`;
  await db.transaction().execute(async (trx) => {
    const share = await findReceivedShare(trx, name, actor.accountId);
    const decision = decideLeaving(actor, share);
    if (!decision.allowed && decision.reason === 'administrators-only') {
      const message = `giving ${name} back is for administrators of the account, since all of its users lose it`;
      throw new ApiError('forbidden', message, { detail: { reason: decision.reason } });
    }
    if (!decision.allowed || !share) throw notFound(`the share of ${name}`);
    await deleteShare(trx, share.repository_id, actor.accountId);
    const place = {
      id: share.repository_id,
      name,
      organization: { id: share.organization_id, accountId: share.owner_id },
    };
    const receiver = { id: actor.accountId, name: share.receiver };
    const change = { what: 'left', receiver, previousExpiresAt: share.expires_at } as const;
    await recordShare(trx, place, [change], { actor, at: now() });
  });
}

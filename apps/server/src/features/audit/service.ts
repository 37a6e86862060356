import type { EventFilter, Result } from '@wharf/api';
import { eventSightOf } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization } from '../authorize.ts';
import type { PageQuery } from '../list-page.ts';
import { findFollowers } from './followers.ts';
import { followerName } from './forward-events.ts';
import { presentEvent, presentFollower, timeOfId } from './present.ts';
import { findAccountId, listEvents as listRows } from './queries.ts';
import type { EventScope } from './search-events.ts';
import { eventTargets } from './targets.ts';

/** @throws ApiError `forbidden` */
export async function getAudit({ database: { db }, config }: Services, actor: UserActor): Promise<Result<'getAudit'>> {
  if (actor.role !== 'system-administrator') {
    const message = 'how the record is kept is for system administrators';
    throw new ApiError('forbidden', message, { detail: { reason: 'system-administrators-only' } });
  }
  const targets = eventTargets(config);
  const followers = await findFollowers(db, targets.map(followerName));
  return {
    days: config.auditDays,
    pulls: config.auditPulls,
    forwarding: targets.map((target) => {
      const follower = followers.find(({ name }) => name === followerName(target));
      return { kind: target.kind, target: target.shown, ...presentFollower(follower) };
    }),
  };
}

/** @throws ApiError as `scopeOf` does */
export async function listEvents(
  services: Services,
  actor: UserActor,
  query: EventFilter & Omit<PageQuery, 'q'>,
): Promise<Result<'listEvents'>> {
  const { db } = services.database;
  const page = await listRows(db, await scopeOf(services, actor, query), query);
  const searchedTo = page.searchedTo === null ? null : timeOfId(page.searchedTo);
  return { ...page, searchedTo, items: page.items.map(presentEvent) };
}

/**
 * Whose events the actor asks for, as far as he may.
 * @throws ApiError `forbidden` without an organization from who administers no account; `not-found`
 */
export async function scopeOf(
  { database: { db } }: Services,
  actor: UserActor,
  { account, organization }: Pick<EventFilter, 'account' | 'organization'>,
): Promise<EventScope> {
  const sight = eventSightOf(actor);
  if (sight.kind === 'managed') {
    if (organization === undefined) {
      const message =
        'the record of an account is for its administrators; whoever manages an organization sees that one’s events';
      throw new ApiError('forbidden', message, { detail: { reason: 'administrators-only' } });
    }
    return { organizationId: (await authorizeOrganization(db, actor, organization, 'manage')).id };
  }
  if (sight.kind === 'account') return { accountId: sight.accountId };
  if (account === undefined) return {};
  const accountId = await findAccountId(db, account);
  if (accountId === undefined) throw notFound(`the account ${account}`);
  return { accountId };
}

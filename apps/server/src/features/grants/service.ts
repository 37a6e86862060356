import type { Grant } from '@wharf/api';
import type { Level } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization } from '../authorize.ts';
import { newGrant } from '../new-grant.ts';
import { recordEvent } from '../record-event.ts';
import { presentGrant } from './present.ts';
import { findAccountUser, findGrant, holdOrganization } from './queries.ts';

interface GrantPlace {
  organization: string;
  /** Id of the user. */
  user: string;
}

/** @throws ApiError `not-found` (organization, or no such user in its account), `forbidden`, `not-on-yourself` */
export async function putGrant(services: Services, actor: UserActor, place: GrantPlace, level: Level): Promise<Grant> {
  return await services.database.db.transaction().execute(async (trx) => {
    const organization = await authorizeOrganization(trx, actor, place.organization, 'manage');
    if (!(await holdOrganization(trx, organization.id))) throw notFound(`the organization ${place.organization}`);
    refuseOnYourself(actor, place.user);
    const user = await findAccountUser(trx, organization.accountId, place.user);
    if (!user) throw notFound('this user');
    const at = services.now();
    await trx
      .insertInto('grants')
      .values(
        newGrant({ organization, holder: { kind: 'user', id: user.id }, level, by: actor.name, at: at.getTime() }),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['user_id', 'organization_id', 'pattern'])
          .where('user_id', 'is not', null)
          .doUpdateSet({ level }),
      )
      .execute();
    await recordEvent(trx, {
      type: 'GrantPut',
      accountId: organization.accountId,
      organizationId: organization.id,
      payload: { organization: organization.name, user: user.name, level },
      author: actor,
      at,
    });
    const grant = await findGrant(trx, organization.id, user.id);
    if (!grant) throw new Error('a grant that was just put is not there');
    return presentGrant(grant);
  });
}

/** @throws ApiError `not-found`, `forbidden`, `not-on-yourself` */
export async function removeGrant(services: Services, actor: UserActor, place: GrantPlace): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const organization = await authorizeOrganization(trx, actor, place.organization, 'manage');
    refuseOnYourself(actor, place.user);
    const grant = await findGrant(trx, organization.id, place.user);
    if (!grant) throw notFound('this grant');
    await trx
      .deleteFrom('grants')
      .where('organization_id', '=', organization.id)
      .where('user_id', '=', grant.user_id)
      .where('pattern', '=', '')
      .execute();
    await recordEvent(trx, {
      type: 'GrantRemoved',
      accountId: organization.accountId,
      organizationId: organization.id,
      // He no longer sees it; his lists must learn that.
      payload: { organization: organization.name, user: grant.name, audience: [grant.user_id] },
      author: actor,
      at: services.now(),
    });
  });
}

function refuseOnYourself(actor: UserActor, userId: string): void {
  if (actor.id !== userId) return;
  throw new ApiError('not-on-yourself', 'nobody changes his own grant: another manager or an administrator can', {
    detail: { reason: 'on-yourself' },
  });
}

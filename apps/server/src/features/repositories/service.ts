import type { Repository } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { Visibility } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeRepository } from '../authorize.ts';
import { recordEvent } from '../record-event.ts';
import { presentRepository } from './present.ts';
import { getRepositoryRow } from './queries.ts';

interface RepositoryPlace {
  organization: string;
  repository: string;
}

/** @throws ApiError `not-found`, also while nothing was pushed to it */
export async function getRepository(
  db: Kysely<Database>,
  actor: UserActor,
  place: RepositoryPlace,
): Promise<Repository> {
  const { id } = await authorizeRepository(db, actor, place, 'read');
  const row = await getRepositoryRow(db, actor, id);
  if (!row) throw notFound(`the image ${place.organization}/${place.repository}`);
  return presentRepository(row, actor);
}

/** @throws ApiError `not-found`, `forbidden` */
export async function updateRepository(
  services: Services,
  actor: UserActor,
  place: RepositoryPlace,
  { visibility }: { visibility: Visibility },
): Promise<Repository> {
  return await services.database.db.transaction().execute(async (trx) => {
    const { id, organization } = await authorizeRepository(trx, actor, place, 'manage');
    const before = await getRepository(trx, actor, place);
    if (before.visibility === visibility) return before;
    await trx.updateTable('repositories').set({ visibility }).where('id', '=', id).execute();
    await recordEvent(trx, {
      type: 'RepositoryUpdated',
      accountId: organization.accountId,
      organizationId: organization.id,
      repositoryId: id,
      payload: { repository: `${place.organization}/${place.repository}`, visibility, previous: before.visibility },
      author: actor,
      at: services.now(),
    });
    return { ...before, visibility };
  });
}

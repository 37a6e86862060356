import { type Category, countCharacters, type RepositoryDetail } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { Visibility } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { type AllowedRepository, authorizeRepository, nameOfAccount } from '../authorize.ts';
import { isoTime } from '../iso-time.ts';
import { recordEvent } from '../record-event.ts';
import { listResourceTags } from '../resource-tag-filter.ts';
import { presentRepository } from './present.ts';
import { getRepositoryRow } from './queries.ts';

interface RepositoryPlace {
  organization: string;
  repository: string;
}

/** What is left out stays as it is. */
export interface RepositoryChange {
  visibility?: Visibility | undefined;
  category?: Category | null | undefined;
  description?: string | undefined;
}

/** @throws ApiError `not-found`, also while nothing was pushed to it */
export async function getRepository(
  services: Services,
  actor: UserActor,
  place: RepositoryPlace,
): Promise<RepositoryDetail> {
  const { db } = services.database;
  const at = services.now();
  return await describe(db, actor, place, await authorizeRepository(db, actor, place, 'read', at), at);
}

async function describe(
  db: Kysely<Database>,
  actor: UserActor,
  place: RepositoryPlace,
  { id, organization, receivedShare }: AllowedRepository,
  at: Date,
): Promise<RepositoryDetail> {
  const row = await getRepositoryRow(db, actor, id, at);
  if (!row) throw notFound(`the image ${place.organization}/${place.repository}`);
  const marks = await listResourceTags(db, [id]);
  return {
    ...presentRepository(row, actor, marks.get(id)),
    description: row.description,
    receivedShare: receivedShare
      ? { account: await nameOfAccount(db, organization.accountId), expiresAt: isoTime(receivedShare.expiresAt) }
      : null,
  };
}

/** What of `change` differs from what is. */
function differing(before: RepositoryDetail, change: RepositoryChange): RepositoryChange {
  const { visibility, category, description } = change;
  return {
    ...(visibility !== undefined && visibility !== before.visibility && { visibility }),
    ...(category !== undefined && category !== before.category && { category }),
    ...(description !== undefined && description !== before.description && { description }),
  };
}

/** @throws ApiError `not-found`, `forbidden` */
export async function updateRepository(
  services: Services,
  actor: UserActor,
  place: RepositoryPlace,
  given: RepositoryChange,
): Promise<RepositoryDetail> {
  return await services.database.db.transaction().execute(async (trx) => {
    const wanted = given.visibility === undefined ? 'edit' : 'manage';
    const at = services.now();
    const allowed = await authorizeRepository(trx, actor, place, wanted, at);
    const { id, organization } = allowed;
    const before = await describe(trx, actor, place, allowed, at);
    const change = differing(before, given);
    if (Object.keys(change).length === 0) return before;
    await trx.updateTable('repositories').set(change).where('id', '=', id).execute();
    await recordEvent(trx, {
      type: 'RepositoryUpdated',
      accountId: organization.accountId,
      organizationId: organization.id,
      repositoryId: id,
      payload: { repository: `${place.organization}/${place.repository}`, ...told(before, change) },
      author: actor,
      at: services.now(),
    });
    return { ...before, ...change };
  });
}

/** What the event says: a description is too long for it. */
function told(before: RepositoryDetail, { visibility, category, description }: RepositoryChange) {
  return {
    ...(visibility !== undefined && { visibility, previous: before.visibility }),
    ...(category !== undefined && { category, previousCategory: before.category }),
    ...(description !== undefined && { descriptionCharacters: countCharacters(description) }),
  };
}

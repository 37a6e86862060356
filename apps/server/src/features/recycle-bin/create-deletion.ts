import type { DeletionSelection, Result } from '@wharf/api';
import {
  type Database,
  deleteContent,
  deleteRepositoryStep,
  lockRepositoryById,
  newId,
  planDeletion,
  purgeDeletion,
} from '@wharf/db';
import { enqueueJob } from '@wharf/jobs';
import type { Transaction } from 'kysely';
import { authorOf } from '../../auth/author.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { type AllowedRepository, authorizeRepository } from '../authorize.ts';
import { type DeleteTags, deleteTagsKind } from './job.ts';
import { isLarge } from './preview-deletion.ts';
import { containedInIndex, type RepositoryPlace } from './problems.ts';
import { nameSelection, planEverything, stepSize } from './selection.ts';
import { showDeletion } from './service.ts';

type Trx = Transaction<Database>;

/**
 * Deletes at once what one transaction can take, the rest by a job.
 * @throws ApiError `not-found` (also when nothing of the selection is there), `forbidden`, `not-empty` for an index's image
 */
export async function createDeletion(
  services: Services,
  actor: UserActor,
  place: RepositoryPlace,
  selection: DeletionSelection,
): Promise<Result<'createDeletion'>> {
  const { db } = services.database;
  const id = newId();
  const at = services.now();
  const { repository, left } = await db.transaction().execute(async (trx) => {
    const repository = await authorizeRepository(trx, actor, place, 'manage', services.now());
    const wanted = { id, selection, at };
    const done = await deleteAtOnce(services, trx, actor, repository, wanted);
    return { repository, left: done ? undefined : await leaveToJob(trx, actor, place, repository, wanted) };
  });
  if (left) {
    services.wakeJobs();
    return { ...left, deletion: null };
  }
  if (services.config.recycleBinDays === 0) await purgeDeletion(db, id, at);
  return { id, deletion: (await showDeletion(services, repository.organization.id, id)) ?? null, job: null };
}

interface Wanted {
  id: string;
  selection: DeletionSelection;
  at: Date;
}

/** False, and nothing is done, when it is too much for one transaction. */
async function deleteAtOnce(
  { config }: Services,
  trx: Trx,
  actor: UserActor,
  { id: repositoryId }: AllowedRepository,
  { id, selection, at }: Wanted,
): Promise<boolean> {
  const repository = await lockRepositoryById(trx, repositoryId);
  if (!repository) throw nothingThere();
  const deletion = { id, by: authorOf(actor), at, binDays: config.recycleBinDays };
  if ('repository' in selection) {
    const plan = await planEverything(trx, repositoryId);
    if (plan.manifests.size === 0) throw nothingThere();
    if (isLarge(plan)) return false;
    while (!(await deleteRepositoryStep(trx, repository, deletion, stepSize)).done);
    return true;
  }
  const named = await nameSelection(trx, repositoryId, selection, at);
  if (named.tags.length > stepSize) return false;
  const plan = await planDeletion(trx, repositoryId, named);
  if ('kept' in plan) throw containedInIndex(plan.kept);
  const deleted = await deleteContent(trx, repository, { ...named, ...deletion });
  if (!deleted) throw nothingThere();
  return true;
}

function nothingThere() {
  return notFound('what is to be deleted');
}

async function leaveToJob(
  trx: Trx,
  actor: UserActor,
  { organization, repository }: RepositoryPlace,
  allowed: AllowedRepository,
  { id, selection, at }: Wanted,
): Promise<{ id: string; job: string }> {
  const params: DeleteTags = {
    deletion: id,
    repositoryId: allowed.id,
    repository: `${organization}/${repository}`,
    ...('filter' in selection
      ? { filter: { q: selection.filter.q, except: selection.except, before: at.getTime() } }
      : {}),
  };
  const job = await enqueueJob(
    trx,
    {
      kind: deleteTagsKind,
      params: { ...params },
      organizationId: allowed.organization.id,
      // Asked for twice, a whole image goes once.
      ...('repository' in selection ? { uniqueKey: allowed.id } : {}),
      author: { id: actor.id, name: actor.name },
    },
    at,
  );
  if (job.created) return { id, job: job.id };
  const other = await trx.selectFrom('jobs').select('params').where('id', '=', job.id).executeTakeFirstOrThrow();
  return { id: (JSON.parse(other.params) as DeleteTags).deletion, job: job.id };
}

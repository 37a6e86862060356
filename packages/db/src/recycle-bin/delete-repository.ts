import type { Transaction } from 'kysely';
import { recordEvents } from '../events.ts';
import type { LockedRepository } from '../metadata/locked-repository.ts';
import type { Database } from '../schema.ts';
import { type Deleting, deleteContent } from './delete-content.ts';
import { takeAttributes } from './repository-attributes.ts';

type Trx = Transaction<Database>;

export type RepositoryDeletion = Pick<Deleting, 'by' | 'at' | 'binDays' | 'rule' | 'runId'> & { id: string };

/**
 * One step of moving all that the locked repository holds into the bin, under one deletion; the last one takes what the
 * repository says of itself along. The row stays, for uploads under way and for coming back.
 * @param limit tags or manifests of a step at most, but for what goes with them
 */
export async function deleteRepositoryStep(
  trx: Trx,
  repository: LockedRepository,
  deletion: RepositoryDeletion,
  limit: number,
): Promise<{ tags: number; manifests: number; done: boolean }> {
  const tags = await listTags(trx, repository.id, limit);
  const manifests = tags.length > 0 ? [] : await listUnnamed(trx, repository.id, limit);
  if (tags.length === 0 && manifests.length === 0) {
    await finish(trx, repository, deletion);
    return { tags: 0, manifests: 0, done: true };
  }
  const step = { ...deletion, kind: 'repository', tags, manifests, alsoManifests: true } as const;
  const deleted = await deleteContent(trx, repository, step);
  if (!deleted || 'kept' in deleted)
    throw new Error(`nothing of ${repository.name} could be deleted: ${tags} ${manifests}`);
  return { tags: deleted.tags, manifests: deleted.manifests, done: false };
}

async function listTags(trx: Trx, repositoryId: string, limit: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('tags')
    .select('name')
    .where('repository_id', '=', repositoryId)
    .orderBy('name')
    .limit(limit)
    .execute();
  return rows.map((row) => row.name);
}

/** Manifests in sight that no index in sight names. */
async function listUnnamed(trx: Trx, repositoryId: string, limit: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('manifests')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('deleted_at', 'is', null)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('manifest_children')
            .innerJoin('manifests as index', (join) =>
              join
                .onRef('index.repository_id', '=', 'manifest_children.repository_id')
                .onRef('index.digest', '=', 'manifest_children.manifest_digest'),
            )
            .select('index.digest')
            .whereRef('manifest_children.repository_id', '=', 'manifests.repository_id')
            .whereRef('manifest_children.child_digest', '=', 'manifests.digest')
            .where('index.deleted_at', 'is', null),
        ),
      ),
    )
    .limit(limit)
    .execute();
  return rows.map((row) => row.digest);
}

async function finish(trx: Trx, repository: LockedRepository, { id, by, at }: RepositoryDeletion): Promise<void> {
  const made = await trx.selectFrom('deletions').select('attributes').where('id', '=', id).executeTakeFirst();
  // Finished before, or there was nothing: then these may be the attributes of what was pushed since.
  if (!made || made.attributes !== null) return;
  const attributes = await takeAttributes(trx, repository.id);
  await trx.updateTable('deletions').set({ attributes }).where('id', '=', id).execute();
  await recordEvents(trx, repository, by, at, [{ type: 'RepositoryRemoved', deletion: id }]);
}

import {
  type Database,
  deleteContent,
  deleteRepositoryStep,
  type LockedRepository,
  lockRepositoryById,
  purgeDeletion,
} from '@wharf/db';
import { type JobContext, type JobKind, JobRefused } from '@wharf/jobs';
import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Services } from '../../bff/services.ts';
import { stepSize } from './selection.ts';
import { listMatchingTags } from './selection-queries.ts';

const params = z.object({
  deletion: z.string(),
  repositoryId: z.string(),
  /** Full name, for who reads the job. */
  repository: z.string(),
  /** Left out: all that the repository holds. */
  filter: z.object({ q: z.string(), except: z.array(z.string()), before: z.number() }).optional(),
});
export type DeleteTags = z.output<typeof params>;

export const deleteTagsKind = 'delete-tags';

interface Step {
  tags: number;
  manifests: number;
  done: boolean;
}

/** Deletes what is too much for one transaction, in steps, all under one deletion: cancelled, it can be restored as far as it came. */
export function deleteTagsJob(services: Services): JobKind<DeleteTags> {
  const { database, config, now } = services;
  return {
    kind: deleteTagsKind,
    params,
    maxAttempts: 10,
    async run(context, wanted) {
      const before = await countedBefore(database.db, wanted);
      const sum = { ...before };
      const total = sum.tags + (await countLeft(database.db, wanted));
      for (let done = false; !done; ) {
        context.signal.throwIfAborted();
        context.progress({ done: sum.tags, total, unit: 'items', step: 'delete' });
        const step = await database.db
          .transaction()
          .execute((trx) => takeStep(trx, context, wanted, { at: now(), binDays: config.recycleBinDays }));
        sum.tags += step.tags;
        sum.manifests += step.manifests;
        done = step.done;
      }
      if (config.recycleBinDays === 0) await purgeDeletion(database.db, wanted.deletion, now(), context.signal);
      return { deletion: wanted.deletion, repository: wanted.repository, ...sum };
    },
  };
}

async function takeStep(
  trx: Transaction<Database>,
  { author }: JobContext,
  { deletion: id, repositoryId, repository: name, filter }: DeleteTags,
  { at, binDays }: { at: Date; binDays: number },
): Promise<Step> {
  const repository = await lockRepositoryById(trx, repositoryId);
  if (!repository) throw new JobRefused('repository-gone', `the image ${name} is gone with its organization`);
  const deletion = { id, by: { id: author.id ?? undefined, name: author.name }, at, binDays };
  if (!filter) return await deleteRepositoryStep(trx, repository, deletion, stepSize);
  return await deleteMatching(trx, repository, deletion, filter);
}

async function deleteMatching(
  trx: Transaction<Database>,
  repository: LockedRepository,
  deletion: { id: string; by: { id: string | undefined; name: string }; at: Date; binDays: number },
  filter: NonNullable<DeleteTags['filter']>,
): Promise<Step> {
  const found = await listMatchingTags(trx, repository.id, tagFilter(filter), { limit: stepSize });
  if (found.length === 0) return { tags: 0, manifests: 0, done: true };
  const step = { ...deletion, kind: 'tags', tags: found, alsoManifests: true } as const;
  const deleted = await deleteContent(trx, repository, step);
  if (!deleted || 'kept' in deleted) throw new Error(`tags of ${repository.name} were there and could not be deleted`);
  return { tags: deleted.tags, manifests: deleted.manifests, done: found.length < stepSize };
}

function tagFilter({ before, ...filter }: NonNullable<DeleteTags['filter']>) {
  return { ...filter, before: new Date(before) };
}

/** What earlier attempts took. */
async function countedBefore(db: Kysely<Database>, { deletion }: DeleteTags) {
  const row = await db
    .selectFrom('deletions')
    .select(['tag_count', 'manifest_count'])
    .where('id', '=', deletion)
    .executeTakeFirst();
  return { tags: row?.tag_count ?? 0, manifests: row?.manifest_count ?? 0 };
}

async function countLeft(db: Kysely<Database>, { repositoryId, filter }: DeleteTags): Promise<number> {
  if (filter) return (await listMatchingTags(db, repositoryId, tagFilter(filter))).length;
  const repository = db.selectFrom('repositories').select('tag_count').where('id', '=', repositoryId);
  return (await repository.executeTakeFirst())?.tag_count ?? 0;
}

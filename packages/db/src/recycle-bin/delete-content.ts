import type { Author } from '@wharf/registry';
import { sql, type Transaction } from 'kysely';
import { type RegistryEvent, recordEvents } from '../events.ts';
import { inChunks } from '../metadata/in-chunks.ts';
import { blobsNamedBy, markReferences, unnamedBytes } from '../metadata/live-bytes.ts';
import { changeRepository, type LockedRepository } from '../metadata/locked-repository.ts';
import { recordTagChanges } from '../metadata/tag-changes.ts';
import { newId } from '../new-id.ts';
import type { Database, DeletionsTable } from '../schema.ts';
import { type DeletionPlan, type KeptByIndex, planDeletion, type Selection } from './plan-deletion.ts';

type Trx = Transaction<Database>;

const dayMs = 86_400_000;

export interface Deleting extends Selection {
  kind: DeletionsTable['kind'];
  /** The deletion that takes it: made when absent, added to when a former step made it. */
  id?: string;
  /** The rule that deletes, and its run: what several repositories lose together. */
  rule?: string | undefined;
  runId?: string | undefined;
  /** JSON, of a deleted repository. */
  attributes?: string | undefined;
  by: Author;
  at: Date;
  /** Days until it is let go. 0: nothing is kept; whoever calls lets it go by `purgeDeletion` after the commit. */
  binDays: number;
}

export interface Deleted {
  id: string;
  tags: number;
  manifests: number;
  /** What the repository's content became smaller by. */
  bytes: number;
}

/**
 * Moves content of the locked repository into the recycle bin: out of sight at once, for good when the bin lets it go.
 * Undefined when nothing of the selection is there; `kept` when an index that stays names one of its manifests.
 */
export async function deleteContent(
  trx: Trx,
  repository: LockedRepository,
  deleting: Deleting,
): Promise<Deleted | { kept: KeptByIndex } | undefined> {
  const plan = await planDeletion(trx, repository.id, deleting);
  if ('kept' in plan) return plan;
  if (plan.tags.size === 0 && plan.manifests.size === 0) return undefined;
  const { id = newId(), by, at } = deleting;
  const counts = { id, tags: plan.tags.size, manifests: plan.manifests.size };
  await openDeletion(trx, repository, { ...deleting, id });
  const again = await binTags(trx, repository.id, id, plan.tags);
  await recordTagChanges(
    trx,
    repository.id,
    [...plan.tags.keys()].map((tag) => ({ tag, digest: null })),
    by,
    at,
  );
  const bytes = await binManifests(trx, repository.id, id, [...plan.manifests], at);
  await addToDeletion(trx, { ...counts, tags: counts.tags - again, bytes });
  const empty = !(await holdsManifest(trx, repository.id));
  await changeRepository(trx, repository, {
    tags: -counts.tags,
    bytes: -bytes,
    ...(empty ? { pushedAt: null } : {}),
  });
  await recordEvents(trx, repository, by, at, eventsOf(plan, deleting, counts));
  return { ...counts, bytes };
}

function eventsOf(
  plan: DeletionPlan,
  { kind, rule }: Deleting,
  { id, tags, manifests }: { id: string; tags: number; manifests: number },
): RegistryEvent[] {
  const tagsAt = new Map<string, number>();
  for (const digest of plan.tags.values()) tagsAt.set(digest, (tagsAt.get(digest) ?? 0) + 1);
  return [
    ...[...plan.tags].map(([tag, digest]): RegistryEvent => ({ type: 'TagRemoved', tag, digest })),
    ...[...plan.manifests].map(
      (digest): RegistryEvent => ({ type: 'ManifestRemoved', digest, tags: tagsAt.get(digest) ?? 0 }),
    ),
    { type: 'ContentDeleted', deletion: id, kind, rule: rule ?? null, tags, manifests },
  ];
}

async function openDeletion(trx: Trx, repository: LockedRepository, deleting: Deleting & { id: string }) {
  const { id, kind, rule, runId, attributes, by, at, binDays } = deleting;
  await trx
    .insertInto('deletions')
    .values({
      id,
      organization_id: repository.organizationId,
      repository_id: repository.id,
      kind,
      run_id: runId ?? null,
      rule: rule ?? null,
      author_id: by.id ?? null,
      author_name: by.name,
      deleted_at: at.getTime(),
      expires_at: at.getTime() + binDays * dayMs,
      tag_count: 0,
      manifest_count: 0,
      bytes: 0,
      attributes: attributes ?? null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

async function addToDeletion(trx: Trx, { id, tags, manifests, bytes }: Deleted): Promise<void> {
  await trx
    .updateTable('deletions')
    .set({
      tag_count: sql<number>`tag_count + ${tags}`,
      manifest_count: sql<number>`manifest_count + ${manifests}`,
      bytes: sql<number>`bytes + ${bytes}`,
    })
    .where('id', '=', id)
    .execute();
}

/** Gives how many of the tags the deletion had taken before: they came back between two of its steps, and the later one counts. */
async function binTags(trx: Trx, repositoryId: string, id: string, tags: ReadonlyMap<string, string>): Promise<number> {
  const again = await inChunks([...tags.keys()], async (chunk) => {
    const before = await trx
      .deleteFrom('deleted_tags')
      .where('deletion_id', '=', id)
      .where('name', 'in', chunk)
      .returning('name')
      .execute();
    const rows = await trx
      .deleteFrom('tags')
      .where('repository_id', '=', repositoryId)
      .where('name', 'in', chunk)
      .returning(['repository_id', 'name', 'digest', 'pushed_at', 'pushed_by', 'pulls', 'pulled_at'])
      .execute();
    await trx
      .insertInto('deleted_tags')
      .values(rows.map((row) => ({ deletion_id: id, ...row })))
      .execute();
    return before;
  });
  return again.length;
}

/** Gives what the repository's content became smaller by. */
export async function binManifests(
  trx: Trx,
  repositoryId: string,
  id: string,
  digests: readonly string[],
  at: Date,
): Promise<number> {
  const rows = await inChunks(digests, async (chunk) => {
    await trx
      .insertInto('deleted_manifests')
      .values(chunk.map((digest) => ({ deletion_id: id, repository_id: repositoryId, digest })))
      .execute();
    return trx
      .updateTable('manifests')
      .set({ deleted_at: at.getTime() })
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .returning('size')
      .execute();
  });
  await markReferences(trx, repositoryId, digests, at.getTime());
  const blobs = await blobsNamedBy(trx, repositoryId, digests);
  return rows.reduce((sum, row) => sum + row.size, await unnamedBytes(trx, repositoryId, blobs));
}

async function holdsManifest(trx: Trx, repositoryId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('manifests')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

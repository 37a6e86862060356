import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

export const indexJobKind = 'index-layer';

/** A manifest's document; undefined for one that is not there, or in the recycle bin. */
export async function findDocument(db: Kysely<Database>, repositoryId: string, digest: string) {
  return await db
    .selectFrom('manifests')
    .select(['media_type', 'content'])
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}

/**
 * What is known of those of `digests` that the repository holds. A manifest may name layers that it does not hold (they
 * have `urls`): what they hold elsewhere on this server is nobody's here.
 */
export function heldLayers(db: Kysely<Database>, repositoryId: string, digests: readonly string[]) {
  return db
    .selectFrom('repository_blobs')
    .innerJoin('blobs', 'blobs.digest', 'repository_blobs.digest')
    .leftJoin('file_indexes', 'file_indexes.digest', 'blobs.digest')
    .select([
      'blobs.digest',
      'blobs.storage_key',
      'file_indexes.state',
      'file_indexes.reason',
      'file_indexes.file_count',
      'file_indexes.file_bytes',
    ])
    .where('repository_blobs.repository_id', '=', repositoryId)
    .where('repository_blobs.digest', 'in', digests);
}

/** The jobs that make indexes of these layers. */
export function liveJobs(db: Kysely<Database>, digests: readonly string[]) {
  return db
    .selectFrom('jobs')
    .select(['unique_key', 'state', 'progress'])
    .where('kind', '=', indexJobKind)
    .where('unique_key', 'in', digests)
    .where('ended_at', 'is', null);
}

export async function findBlob(db: Kysely<Database>, digest: string) {
  return await db.selectFrom('blobs').select(['size', 'storage_key']).where('digest', '=', digest).executeTakeFirst();
}

export async function findEntries(db: Kysely<Database>, digest: string): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('file_indexes')
    .select('entries')
    .where('digest', '=', digest)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  return row?.entries;
}

export interface IndexOutcome {
  state: 'ready' | 'skipped' | 'failed';
  reason: string | null;
  fileCount: number;
  fileBytes: number;
  entries: Uint8Array;
}

/** What was verified on the way: the next upload of this layer from a page need not send it. */
export interface LayerContent {
  diffId: string;
  compression: 'none' | 'gzip' | 'zstd';
}

/** Of a blob that went away meanwhile, nothing is kept. */
export async function putFileIndex(
  db: Kysely<Database>,
  digest: string,
  outcome: IndexOutcome,
  content: LayerContent | undefined,
  at: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const blob = trx.selectFrom('blobs').select('digest').where('digest', '=', digest);
    if (!(await blob.forUpdate().executeTakeFirst())) return;
    const { state, reason, fileCount, fileBytes, entries } = outcome;
    const facts = { state, reason, file_count: fileCount, file_bytes: fileBytes, indexed_at: at.getTime(), entries };
    await trx
      .insertInto('file_indexes')
      .values({ digest, ...facts })
      .onConflict((conflict) => conflict.column('digest').doUpdateSet(facts))
      .execute();
    if (!content) return;
    await trx
      .insertInto('layer_contents')
      .values({ diff_id: content.diffId, blob_digest: digest, compression: content.compression })
      .onConflict((conflict) => conflict.columns(['diff_id', 'blob_digest']).doNothing())
      .execute();
  });
}

export async function removeFailedIndexes(
  db: Kysely<Database>,
  digests: readonly string[],
  madeBefore: Date,
): Promise<void> {
  if (digests.length === 0) return;
  await db
    .deleteFrom('file_indexes')
    .where('digest', 'in', digests)
    .where('state', '=', 'failed')
    .where('indexed_at', '<=', madeBefore.getTime())
    .execute();
}

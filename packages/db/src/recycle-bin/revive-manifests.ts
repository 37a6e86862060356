import { sql, type Transaction } from 'kysely';
import { inChunks } from '../metadata/in-chunks.ts';
import { blobsNamedBy, markReferences, unnamedBytes } from '../metadata/live-bytes.ts';
import type { Database } from '../schema.ts';

type Trx = Transaction<Database>;

export interface Revived {
  manifests: string[];
  /** What the repository's content became larger by. */
  bytes: number;
  /** The latest push among them, or null when there was nothing. */
  pushedAt: number | null;
}

/**
 * Takes manifests of the locked repository out of the recycle bin, with the images of their indexes wherever in the bin
 * those lie: an index in sight never lacks one. Digests that are not in the bin are passed over. The caller counts.
 * @param options.referrers also what refers to them and went with them
 */
export async function reviveManifests(
  trx: Trx,
  repositoryId: string,
  digests: readonly string[],
  options: { referrers?: boolean } = {},
): Promise<Revived> {
  const found = await collect(trx, repositoryId, digests, options.referrers ?? false);
  const manifests = [...found.keys()];
  if (manifests.length === 0) return { manifests, bytes: 0, pushedAt: null };
  // Asked before they are in sight: then they would name their blobs themselves.
  const blobs = await blobsNamedBy(trx, repositoryId, manifests);
  const blobBytes = await unnamedBytes(trx, repositoryId, blobs);
  const rows = await inChunks(manifests, (chunk) =>
    trx
      .updateTable('manifests')
      .set({ deleted_at: null })
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .returning(['size', 'pushed_at'])
      .execute(),
  );
  const bytes = rows.reduce((sum, row) => sum + row.size, blobBytes);
  await markReferences(trx, repositoryId, manifests, null);
  await takeOut(trx, repositoryId, found, bytes);
  return { manifests, bytes, pushedAt: rows.reduce((latest, row) => Math.max(latest, row.pushed_at), 0) };
}

/** Those in the bin, each with its deletion. */
async function collect(
  trx: Trx,
  repositoryId: string,
  digests: readonly string[],
  referrers: boolean,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let wanted = [...new Set(digests)];
  while (wanted.length > 0) {
    const binned = await inChunks(wanted, (chunk) =>
      trx
        .selectFrom('deleted_manifests')
        .select(['digest', 'deletion_id'])
        .where('repository_id', '=', repositoryId)
        .where('digest', 'in', chunk)
        .execute(),
    );
    for (const row of binned) found.set(row.digest, row.deletion_id);
    const parents = binned.map((row) => row.digest);
    const children = await inChunks(parents, (chunk) =>
      trx
        .selectFrom('manifest_children')
        .select('child_digest as digest')
        .where('repository_id', '=', repositoryId)
        .where('manifest_digest', 'in', chunk)
        .execute(),
    );
    const others = referrers ? await inChunks(parents, (chunk) => listReferrers(trx, repositoryId, chunk)) : [];
    wanted = [...new Set([...children, ...others].map((row) => row.digest))].filter((digest) => !found.has(digest));
  }
  return found;
}

/** Manifests in the same deletion as their subject. */
function listReferrers(trx: Trx, repositoryId: string, subjects: readonly string[]) {
  return trx
    .selectFrom('manifests')
    .innerJoin('deleted_manifests as referrer', (join) =>
      join
        .onRef('referrer.repository_id', '=', 'manifests.repository_id')
        .onRef('referrer.digest', '=', 'manifests.digest'),
    )
    .innerJoin('deleted_manifests as subject', (join) =>
      join
        .onRef('subject.repository_id', '=', 'manifests.repository_id')
        .onRef('subject.digest', '=', 'manifests.subject')
        .onRef('subject.deletion_id', '=', 'referrer.deletion_id'),
    )
    .select('referrer.digest')
    .where('manifests.repository_id', '=', repositoryId)
    .where('manifests.subject', 'in', subjects)
    .where('manifests.deleted_at', 'is not', null)
    .execute();
}

async function takeOut(trx: Trx, repositoryId: string, found: Map<string, string>, bytes: number): Promise<void> {
  await inChunks([...found.keys()], (chunk) =>
    trx
      .deleteFrom('deleted_manifests')
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .execute(),
  );
  const counts = new Map<string, number>();
  for (const deletion of found.values()) counts.set(deletion, (counts.get(deletion) ?? 0) + 1);
  for (const [id, manifests] of counts) {
    // Most often one deletion; of several, each is told its share.
    const share = Math.round((bytes * manifests) / found.size);
    await leaveDeletion(trx, id, { manifests, bytes: share });
  }
}

/** Counts down what left a deletion; an empty one goes. */
export async function leaveDeletion(
  trx: Trx,
  id: string,
  left: { tags?: number; manifests?: number; bytes?: number },
): Promise<void> {
  const { tags = 0, manifests = 0, bytes = 0 } = left;
  await trx
    .updateTable('deletions')
    .set({
      tag_count: sql<number>`tag_count - ${tags}`,
      manifest_count: sql<number>`manifest_count - ${manifests}`,
      bytes: sql<number>`case when bytes > ${bytes} then bytes - ${bytes} else 0 end`,
    })
    .where('id', '=', id)
    .execute();
  await trx
    .deleteFrom('deletions')
    .where('id', '=', id)
    .where('tag_count', '=', 0)
    .where('manifest_count', '=', 0)
    .execute();
}

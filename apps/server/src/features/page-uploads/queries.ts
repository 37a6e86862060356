import type { Database } from '@wharf/db';
import type { Actor } from '@wharf/policies/access';
import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { inSight } from '../sight.ts';

/** Whether the actor can pull from the repository of the row: the condition on all that a plan tells. */
function pullable(actor: Actor) {
  const seen = inSight<'repositories'>(actor, (eb) => eb.ref('repositories.organization_id'));
  return (eb: ExpressionBuilder<Database, 'repositories'>): Expression<SqlBool> =>
    eb.or([eb('repositories.visibility', '=', 'public'), seen(eb)]);
}

/** Names sort by how near they are: the organization's own repositories first, so that mounts stay within it. */
export async function findBlobsElsewhere(
  db: Kysely<Database>,
  actor: Actor,
  organizationId: string,
  digests: readonly string[],
) {
  if (digests.length === 0) return [];
  return await db
    .selectFrom('blobs')
    .innerJoin('repository_blobs', 'repository_blobs.digest', 'blobs.digest')
    .innerJoin('repositories', 'repositories.id', 'repository_blobs.repository_id')
    .select((eb) => [
      'blobs.digest',
      'blobs.size',
      eb.fn.min('repositories.name').as('any_repository'),
      eb.fn
        .min('repositories.name')
        .filterWhere('repositories.organization_id', '=', organizationId)
        .as('own_repository'),
    ])
    .where('blobs.digest', 'in', digests)
    .where('blobs.broken_at', 'is', null)
    .where((eb) => pullable(actor)(eb as unknown as ExpressionBuilder<Database, 'repositories'>))
    .groupBy(['blobs.digest', 'blobs.size'])
    .execute();
}

/** Blobs that were verified to hold these uncompressed layers; who may pull them is another question. */
export async function findLayerContents(db: Kysely<Database>, diffIds: readonly string[]) {
  if (diffIds.length === 0) return [];
  return await db
    .selectFrom('layer_contents')
    .innerJoin('blobs', 'blobs.digest', 'layer_contents.blob_digest')
    .select(['diff_id', 'blob_digest', 'compression'])
    .where('diff_id', 'in', diffIds)
    // An uncompressed one would make a larger image than need be.
    .where('compression', '!=', 'none')
    .orderBy('diff_id')
    .orderBy('blobs.size')
    .orderBy('blob_digest')
    // A diff id has one blob for each compression and version of a compressor; more are somebody's play.
    .limit(2000)
    .execute();
}

type LayerContentRow = Awaited<ReturnType<typeof findLayerContents>>[number];
type BlobElsewhere = Awaited<ReturnType<typeof findBlobsElsewhere>>[number];

/**
 * The blob to take for an uncompressed layer: one of the own organization before others, then the smallest. A stranger's
 * public repository may hold a bloated form, so none from elsewhere may be more than 1 % larger than the layer itself.
 * @param rawSize of the uncompressed layer in bytes, where it is known
 */
export function chooseLayer(
  contents: readonly LayerContentRow[],
  blobs: ReadonlyMap<string, BlobElsewhere>,
  diffId: string,
  rawSize = Number.POSITIVE_INFINITY,
): { content: LayerContentRow; blob: BlobElsewhere } | undefined {
  let best: { content: LayerContentRow; blob: BlobElsewhere } | undefined;
  for (const content of contents) {
    const blob = content.diff_id === diffId ? blobs.get(content.blob_digest) : undefined;
    if (!blob) continue;
    const own = blob.own_repository !== null;
    if (!own && blob.size > rawSize * 1.01) continue;
    const bestOwn = best ? best.blob.own_repository !== null : false;
    if (!best || (own && !bestOwn) || (own === bestOwn && blob.size < best.blob.size)) best = { content, blob };
  }
  return best;
}

export async function findTags(db: Kysely<Database>, repositories: readonly string[], tags: readonly string[]) {
  if (repositories.length === 0) return [];
  return await db
    .selectFrom('tags')
    .innerJoin('repositories', 'repositories.id', 'tags.repository_id')
    .select(['repositories.name as repository', 'tags.name as tag', 'tags.digest'])
    .where('repositories.name', 'in', repositories)
    .where('tags.name', 'in', tags)
    .execute();
}

/** The verified blob of an uncompressed layer that a repository holds. */
export async function findLayerOf(db: Kysely<Database>, repository: string, diffId: string) {
  return await db
    .selectFrom('layer_contents')
    .innerJoin('blobs', 'blobs.digest', 'layer_contents.blob_digest')
    .innerJoin('repository_blobs', 'repository_blobs.digest', 'blobs.digest')
    .innerJoin('repositories', 'repositories.id', 'repository_blobs.repository_id')
    .select(['blobs.digest', 'blobs.size', 'layer_contents.compression'])
    .where('layer_contents.diff_id', '=', diffId)
    .where('layer_contents.compression', '!=', 'none')
    .where('repositories.name', '=', repository)
    .where('blobs.broken_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
}

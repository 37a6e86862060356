import type { Database } from '@wharf/db';
import { enqueueJob, type FollowedEvent, type JobAuthor } from '@wharf/jobs';
import { type Manifest, ManifestFormatError, parseManifest } from '@wharf/oci';
import type { Kysely, Transaction } from 'kysely';
import { typeRefusal } from '../../layer-files/layer-type.ts';
import { findDocument, heldLayers, indexJobKind } from '../../layer-files/queries.ts';

const digestsAtOnce = 500;

/** The layers of a manifest that hold a file system, each once. */
function indexableLayers(manifest: Manifest): string[] {
  if (manifest.kind !== 'image') return [];
  const layers = manifest.layers.filter(({ mediaType }) => typeRefusal(mediaType) === undefined);
  return [...new Set(layers.map(({ digest }) => digest))];
}

/**
 * Enqueues a job for each layer of a manifest that has no index yet.
 * @returns how many jobs came to be
 */
export async function enqueueIndexes(
  db: Kysely<Database>,
  place: { repositoryId: string; organizationId: string | null; manifest: Manifest },
  author: JobAuthor,
  now: Date,
): Promise<number> {
  const digests = indexableLayers(place.manifest);
  let created = 0;
  for (let start = 0; start < digests.length; start += digestsAtOnce) {
    const some = digests.slice(start, start + digestsAtOnce);
    const held = await heldLayers(db, place.repositoryId, some).where('file_indexes.digest', 'is', null).execute();
    for (const { digest } of held) {
      const job = await enqueueJob(
        db,
        {
          kind: indexJobKind,
          params: { digest },
          uniqueKey: digest,
          ...(place.organizationId !== null && { organizationId: place.organizationId }),
          author,
        },
        now,
      );
      if (job.created) created += 1;
    }
  }
  return created;
}

/** Handles `ManifestPushed`: also those from before there were file indexes, since a follower begins with the first event. */
export async function indexPushed(trx: Transaction<Database>, events: FollowedEvent[], now: Date): Promise<void> {
  for (const { repositoryId, organizationId, payload, author } of events) {
    const { digest } = payload as { digest: string };
    if (repositoryId === null) continue;
    const row = await findDocument(trx, repositoryId, digest);
    if (!row) continue;
    const manifest = readManifest(row.content, row.media_type);
    if (manifest) await enqueueIndexes(trx, { repositoryId, organizationId, manifest }, author, now);
  }
}

/** What an older version let in must not hold up all that came after it. */
function readManifest(content: Uint8Array, mediaType: string): Manifest | undefined {
  try {
    return parseManifest(content, mediaType);
  } catch (error) {
    if (error instanceof ManifestFormatError) return undefined;
    throw error;
  }
}

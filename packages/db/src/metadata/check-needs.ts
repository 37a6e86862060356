import type { Digest } from '@wharf/oci';
import type { ManifestNeeds } from '@wharf/registry';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { inChunks } from './in-chunks.ts';
import { namingManifests } from './live-bytes.ts';

type Trx = Transaction<Database>;

export type Needs =
  | { missing: 'blob' | 'manifest'; digest: Digest }
  | {
      missing: undefined;
      /** Bytes of the needed blobs that no manifest in sight names yet. */
      newBytes: number;
      /** Content bytes of the needed manifests. */
      childBytes: number;
    };

/** Whether the locked repository holds what a manifest needs; what lies in the recycle bin is as absent. */
export async function checkNeeds(trx: Trx, repositoryId: string, needs: ManifestNeeds): Promise<Needs> {
  const blobs = await heldBlobs(trx, repositoryId, needs.blobs);
  const blob = absentOf(needs.blobs, blobs);
  if (blob) return { missing: 'blob', digest: blob };
  const children = await heldManifests(trx, repositoryId, needs.manifests);
  const child = absentOf(needs.manifests, children);
  if (child) return { missing: 'manifest', digest: child };
  return {
    missing: undefined,
    newBytes: blobs.reduce((sum, row) => sum + (row.named ? 0 : row.size), 0),
    childBytes: children.reduce((sum, row) => sum + row.content_size, 0),
  };
}

function absentOf(wanted: readonly Digest[], held: readonly { digest: string }[]): Digest | undefined {
  const present = new Set(held.map((row) => row.digest));
  return wanted.find((digest) => !present.has(digest));
}

async function heldBlobs(trx: Trx, repositoryId: string, digests: readonly Digest[]) {
  return inChunks([...new Set(digests)], (chunk) => blobsHeld(trx, repositoryId, chunk).execute());
}

export function blobsHeld(db: Kysely<Database>, repositoryId: string, digests: readonly string[]) {
  return db
    .selectFrom('repository_blobs')
    .innerJoin('blobs', 'blobs.digest', 'repository_blobs.digest')
    .select((row) => [
      'repository_blobs.digest',
      'blobs.size',
      row.exists(namingManifests(db, repositoryId, row.ref('repository_blobs.digest'))).as('named'),
    ])
    .where('repository_blobs.repository_id', '=', repositoryId)
    .where('repository_blobs.digest', 'in', digests)
    .where('blobs.broken_at', 'is', null);
}

async function heldManifests(trx: Trx, repositoryId: string, digests: readonly Digest[]) {
  return inChunks([...new Set(digests)], (chunk) =>
    trx
      .selectFrom('manifests')
      .select(['digest', 'content_size'])
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .where('deleted_at', 'is', null)
      .execute(),
  );
}

import type { Digest, RepositoryName } from '@wharf/oci';
import type { BlobRecord } from '@wharf/registry';
import type { Kysely } from 'kysely';
import type { WharfDatabase } from '../database.ts';
import { fixedQuery } from '../fixed-query.ts';
import type { Database } from '../schema.ts';
import { blobOf, findBlob } from './blobs.ts';

/**
 * Relaxed: after a loss of power the client asks again. The look follows the touch in a statement of its own: a collection that
 * held the blob's row meanwhile has taken the link away, and then the blob is not there.
 */
export async function holdBlob(
  database: WharfDatabase,
  name: RepositoryName,
  digest: Digest,
  at: Date,
  touchedSince: Date,
): Promise<BlobRecord | undefined> {
  const { rows } = await blobWithTouch(database.db, name, digest);
  const row = rows[0];
  if (!row) return undefined;
  if (row.touched_at < touchedSince.getTime()) {
    return database.relaxed(async (trx) => {
      await touch(trx, digest, at.getTime());
      return findBlob(trx, name, digest);
    });
  }
  return { repositoryId: row.repository_id, digest, size: row.size, storageKey: row.storage_key };
}

const blobWithTouch = fixedQuery((db: Kysely<Database>, name: string, digest: string) =>
  blobOf(db, name, digest).select('blobs.touched_at'),
);

const touch = fixedQuery((db, digest: string, at: number) =>
  db.updateTable('blobs').set({ touched_at: at }).where('digest', '=', digest).where('touched_at', '<', at),
);

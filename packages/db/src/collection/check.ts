import type { Digest } from '@wharf/oci';
import type { CheckedBlob } from '@wharf/registry';
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';

export async function listBlobs(
  db: Kysely<Database>,
  after: string | undefined,
  limit: number,
): Promise<CheckedBlob[]> {
  const rows = await db
    .selectFrom('blobs')
    .select(['digest', 'size', 'storage_key', 'broken_at'])
    .where('digest', '>', after ?? '')
    .orderBy('digest')
    .limit(limit)
    .execute();
  return rows.map(({ digest, size, storage_key, broken_at }) => ({
    digest: digest as Digest,
    size,
    storageKey: storage_key,
    broken: broken_at !== null,
  }));
}

export async function markBlob(
  db: Kysely<Database>,
  digest: Digest,
  storageKey: string,
  brokenAt: Date | undefined,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('blobs')
    .set({ broken_at: brokenAt?.getTime() ?? null })
    .where('digest', '=', digest)
    .where('storage_key', '=', storageKey)
    .where('broken_at', brokenAt ? 'is' : 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

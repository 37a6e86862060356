import type { Digest, RepositoryName } from '@wharf/oci';
import type { Author, BlobRecord, RemoveBlobResult } from '@wharf/registry';
import type { Kysely, Transaction } from 'kysely';
import { recordEvents } from '../events.ts';
import { fixedQuery } from '../fixed-query.ts';
import type { Database } from '../schema.ts';
import { type LockedRepository, lockRepository, openLockedRepository } from './locked-repository.ts';

type Db = Kysely<Database>;

const fixedBlob = fixedQuery(blobOf);

export async function findBlob(db: Db, name: RepositoryName, digest: Digest): Promise<BlobRecord | undefined> {
  const { rows } = await fixedBlob(db, name, digest);
  const row = rows[0];
  return row && { repositoryId: row.repository_id, digest, size: row.size, storageKey: row.storage_key };
}

export function blobOf(db: Db, name: string, digest: string) {
  return db
    .selectFrom('repositories')
    .innerJoin('repository_blobs', 'repository_blobs.repository_id', 'repositories.id')
    .innerJoin('blobs', 'blobs.digest', 'repository_blobs.digest')
    .select(['repository_blobs.repository_id', 'blobs.size', 'blobs.storage_key'])
    .where('repositories.name', '=', name)
    .where('repository_blobs.digest', '=', digest)
    .where('blobs.broken_at', 'is', null);
}

export async function mountBlob(
  db: Db,
  from: RepositoryName,
  to: RepositoryName,
  digest: Digest,
  at: Date,
): Promise<BlobRecord | undefined> {
  return db.transaction().execute(async (trx) => {
    if (!(await findBlob(trx, from, digest))) return undefined;
    const repository = await openLockedRepository(trx, to, at);
    if (!repository) return undefined;
    // Touching takes the blob's row, so that no collection can remove it between the look above and the link below.
    const blob = await trx
      .updateTable('blobs')
      .set({ touched_at: at.getTime() })
      .where('digest', '=', digest)
      .returning(['size', 'storage_key'])
      .executeTakeFirst();
    if (!blob) return undefined;
    await linkBlob(trx, repository, digest);
    return { repositoryId: repository.id, digest, size: blob.size, storageKey: blob.storage_key };
  });
}

/** Makes a blob one of the repository's, once. It counts as its content when a manifest names it. */
export async function linkBlob(
  trx: Transaction<Database>,
  repository: LockedRepository,
  digest: Digest,
): Promise<void> {
  await insertLink(trx, repository.id, digest);
}

const insertLink = fixedQuery((db, repositoryId: string, digest: string) =>
  db
    .insertInto('repository_blobs')
    .values({ repository_id: repositoryId, digest })
    .onConflict((conflict) => conflict.columns(['repository_id', 'digest']).doNothing()),
);

export async function replaceBlobObject(db: Db, digest: Digest, from: string, to: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('blobs')
    .set({ storage_key: to })
    .where('digest', '=', digest)
    .where('storage_key', '=', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function removeBlob(
  db: Db,
  { name, digest, by, at }: { name: RepositoryName; digest: Digest; by: Author; at: Date },
): Promise<RemoveBlobResult> {
  return db.transaction().execute(async (trx) => {
    const repository = await lockRepository(trx, name);
    if (!repository) return 'unknown';
    const users = trx
      .selectFrom('manifest_blobs')
      .select('manifest_digest')
      .where('repository_id', '=', repository.id)
      .where('blob_digest', '=', digest)
      .limit(1);
    // What a client can see comes first.
    const inSight = await users.where('deleted_at', 'is', null).executeTakeFirst();
    const user = inSight ?? (await users.executeTakeFirst());
    if (user) return { keptBy: user.manifest_digest as Digest, inRecycleBin: !inSight };
    const blob = await findBlob(trx, name, digest);
    if (!blob) return 'unknown';
    await trx
      .deleteFrom('repository_blobs')
      .where('repository_id', '=', repository.id)
      .where('digest', '=', digest)
      .execute();
    await recordEvents(trx, repository, by, at, [{ type: 'BlobRemoved', digest }]);
    return 'removed';
  });
}

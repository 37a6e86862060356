import type { Expression, Kysely, Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

type Db = Kysely<Database>;

/** Bytes of those of `blobs` that no manifest in sight names: what the repository grows by when one comes, or shrank by. */
export async function unnamedBytes(db: Db, repositoryId: string, blobs: Iterable<string>): Promise<number> {
  const rows = await inChunks([...new Set(blobs)], (chunk) =>
    db
      .selectFrom('blobs')
      .select('blobs.size')
      .where('blobs.digest', 'in', chunk)
      .where((row) => row.not(row.exists(namingManifests(db, repositoryId, row.ref('blobs.digest')))))
      .execute(),
  );
  return rows.reduce((sum, row) => sum + row.size, 0);
}

/** Manifests in sight of a repository that name `blob`. */
export function namingManifests(db: Db, repositoryId: string, blob: Expression<string>) {
  return db
    .selectFrom('manifest_blobs')
    .select('manifest_blobs.manifest_digest')
    .where('manifest_blobs.repository_id', '=', repositoryId)
    .where('manifest_blobs.blob_digest', '=', blob)
    .where('manifest_blobs.deleted_at', 'is', null);
}

/** Puts the references of manifests out of sight with them, or back. */
export async function markReferences(
  trx: Transaction<Database>,
  repositoryId: string,
  manifests: readonly string[],
  deletedAt: number | null,
): Promise<void> {
  await inChunks(manifests, (chunk) =>
    trx
      .updateTable('manifest_blobs')
      .set({ deleted_at: deletedAt })
      .where('repository_id', '=', repositoryId)
      .where('manifest_digest', 'in', chunk)
      .execute(),
  );
}

/** The blobs that manifests name, each once. */
export async function blobsNamedBy(db: Db, repositoryId: string, manifests: readonly string[]): Promise<Set<string>> {
  const rows = await inChunks(manifests, (chunk) =>
    db
      .selectFrom('manifest_blobs')
      .select('blob_digest')
      .distinct()
      .where('repository_id', '=', repositoryId)
      .where('manifest_digest', 'in', chunk)
      .execute(),
  );
  return new Set(rows.map((row) => row.blob_digest));
}

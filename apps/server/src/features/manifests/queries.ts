import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

const tagsShown = 100;

export async function findManifestRow(db: Kysely<Database>, repositoryId: string, digest: string) {
  return await db
    .selectFrom('manifests')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}

export async function listTagsAt(db: Kysely<Database>, repositoryId: string, digest: string): Promise<string[]> {
  const rows = await db
    .selectFrom('tags')
    .select('name')
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .orderBy('name')
    .limit(tagsShown)
    .execute();
  return rows.map((row) => row.name);
}

/** The platforms of an index's children as their own configs say, by digest. */
export async function listChildPlatforms(db: Kysely<Database>, repositoryId: string, digest: string) {
  return await db
    .selectFrom('manifest_children')
    .innerJoin('manifests', (join) =>
      join
        .onRef('manifests.repository_id', '=', 'manifest_children.repository_id')
        .onRef('manifests.digest', '=', 'manifest_children.child_digest'),
    )
    .select(['manifests.digest', 'manifests.platforms'])
    .where('manifest_children.repository_id', '=', repositoryId)
    .where('manifest_children.manifest_digest', '=', digest)
    .execute();
}

/** Where a blob lies that this repository holds; a blob of another repository is as absent. */
export async function findBlobRow(db: Kysely<Database>, repositoryId: string, digest: string) {
  return await db
    .selectFrom('repository_blobs')
    .innerJoin('blobs', 'blobs.digest', 'repository_blobs.digest')
    .select(['blobs.size', 'blobs.storage_key'])
    .where('repository_blobs.repository_id', '=', repositoryId)
    .where('repository_blobs.digest', '=', digest)
    .executeTakeFirst();
}

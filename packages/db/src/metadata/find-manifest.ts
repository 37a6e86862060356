import { type Digest, isDigest, type Reference, type RepositoryName } from '@wharf/oci';
import type { ManifestRecord } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { fixedQuery } from '../fixed-query.ts';
import type { Database } from '../schema.ts';

const byDigest = fixedQuery(manifestByDigest);
const byTag = fixedQuery(manifestByTag);

/** The hot path of every pull. */
export async function findManifest(
  db: Kysely<Database>,
  name: RepositoryName,
  reference: Reference,
): Promise<ManifestRecord | undefined> {
  const { rows } = await (isDigest(reference) ? byDigest : byTag)(db, name, reference);
  const row = rows[0];
  return (
    row && {
      repositoryId: row.repository_id,
      digest: row.digest as Digest,
      mediaType: row.media_type,
      content: row.content,
    }
  );
}

export function manifestByDigest(db: Kysely<Database>, name: string, digest: string) {
  return db
    .selectFrom('repositories')
    .innerJoin('manifests', 'manifests.repository_id', 'repositories.id')
    .select(['manifests.repository_id', 'manifests.digest', 'manifests.media_type', 'manifests.content'])
    .where('repositories.name', '=', name)
    .where('manifests.digest', '=', digest)
    .where('manifests.deleted_at', 'is', null);
}

/** A tag's manifest is never in the recycle bin: nothing to ask here. */
export function manifestByTag(db: Kysely<Database>, name: string, tag: string) {
  return db
    .selectFrom('repositories')
    .innerJoin('tags', 'tags.repository_id', 'repositories.id')
    .innerJoin('manifests', (join) =>
      join.onRef('manifests.repository_id', '=', 'tags.repository_id').onRef('manifests.digest', '=', 'tags.digest'),
    )
    .select(['manifests.repository_id', 'manifests.digest', 'manifests.media_type', 'manifests.content'])
    .where('repositories.name', '=', name)
    .where('tags.name', '=', tag);
}

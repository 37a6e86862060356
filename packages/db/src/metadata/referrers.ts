import type { Descriptor, Digest, RepositoryName } from '@wharf/oci';
import type { Page } from '@wharf/registry';
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';

export async function listReferrers(
  db: Kysely<Database>,
  name: RepositoryName,
  subject: Digest,
  artifactType: string | undefined,
  page: Page<string>,
): Promise<Descriptor[]> {
  const rows = await referrersOf(db, name, subject, artifactType, page).execute();
  return rows.map((row) => ({
    mediaType: row.media_type,
    digest: row.digest as Digest,
    size: row.size,
    ...(row.artifact_type === null ? {} : { artifactType: row.artifact_type }),
    ...(row.annotations === null ? {} : { annotations: JSON.parse(row.annotations) as Record<string, string> }),
  }));
}

export function referrersOf(
  db: Kysely<Database>,
  name: RepositoryName,
  subject: Digest,
  artifactType: string | undefined,
  { last = '', limit }: Page<string>,
) {
  // A subquery and not a join: so both dialects see one index range in the order that is asked for.
  const all = db
    .selectFrom('manifests')
    .select(['digest', 'media_type', 'size', 'artifact_type', 'annotations'])
    .where('repository_id', '=', (row) => row.selectFrom('repositories').select('id').where('name', '=', name))
    .where('subject', '=', subject)
    .where('digest', '>', last)
    .orderBy('digest')
    .limit(limit);
  return artifactType === undefined ? all : all.where('artifact_type', '=', artifactType);
}

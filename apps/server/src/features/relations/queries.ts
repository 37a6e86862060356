import type { Database } from '@wharf/db';
import type { Actor } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { repositoryPullable } from '../sight.ts';

const columns = [
  'manifests.digest',
  'manifests.media_type',
  'manifests.artifact_type',
  'manifests.content_size',
  'manifests.annotations',
  'manifests.pushed_at',
  'manifests.pushed_by',
] as const;

export async function holdsManifest(db: Kysely<Database>, repositoryId: string, digest: string): Promise<boolean> {
  const row = await db
    .selectFrom('manifests')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export function referrersOf(db: Kysely<Database>, repositoryId: string, subjects: readonly string[], limit: number) {
  return db
    .selectFrom('manifests')
    .select([...columns, 'manifests.subject'])
    .where('repository_id', '=', repositoryId)
    .where('subject', 'in', subjects)
    .where('deleted_at', 'is', null)
    .orderBy('subject')
    .orderBy('digest')
    .limit(limit);
}

export function manifestsAtTags(db: Kysely<Database>, repositoryId: string, tags: readonly string[]) {
  return db
    .selectFrom('tags')
    .innerJoin('manifests', (join) =>
      join.onRef('manifests.repository_id', '=', 'tags.repository_id').onRef('manifests.digest', '=', 'tags.digest'),
    )
    .select([...columns, 'tags.name as tag'])
    .where('tags.repository_id', '=', repositoryId)
    .where('tags.name', 'in', tags)
    .where('manifests.deleted_at', 'is', null)
    .orderBy('tags.name');
}

/** The repositories that hold a manifest, among those that `actor` can read. */
export function placesOf(db: Kysely<Database>, actor: Actor, digest: string, limit: number, at: Date) {
  return db
    .selectFrom('manifests')
    .innerJoin('repositories', 'repositories.id', 'manifests.repository_id')
    .innerJoin('organizations', 'organizations.id', 'repositories.organization_id')
    .select(['repositories.id', 'repositories.name', 'organizations.name as organization', 'manifests.pushed_at'])
    .where('manifests.digest', '=', digest)
    .where('manifests.deleted_at', 'is', null)
    .where(repositoryPullable<'organizations' | 'repositories' | 'manifests'>(actor, at))
    .orderBy('repositories.name')
    .limit(limit);
}

export function tagsAt(db: Kysely<Database>, repositoryIds: readonly string[], digest: string, limit: number) {
  return db
    .selectFrom('tags')
    .select(['repository_id', 'name'])
    .where('repository_id', 'in', repositoryIds)
    .where('digest', '=', digest)
    .orderBy('name')
    .limit(limit);
}

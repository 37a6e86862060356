import type { Database } from '@wharf/db';
import type { Actor } from '@wharf/policies/access';
import { type Kysely, sql } from 'kysely';
import { repositoryPullable } from '../sight.ts';

/** Names sort by how near they are: the organization's own repositories first, so that mounts stay within it. */
export async function findBlobsElsewhere(
  db: Kysely<Database>,
  actor: Actor,
  organizationId: string,
  digests: readonly string[],
  at: Date,
) {
  if (digests.length === 0) return [];
  return await db
    .selectFrom('blobs')
    .innerJoin('repository_blobs', 'repository_blobs.digest', 'blobs.digest')
    .innerJoin('repositories', 'repositories.id', 'repository_blobs.repository_id')
    .select((eb) => [
      'blobs.digest',
      'blobs.size',
      eb.fn.min('repositories.name').as('any_repository'),
      eb.fn
        .min('repositories.name')
        .filterWhere('repositories.organization_id', '=', organizationId)
        .as('own_repository'),
    ])
    .where('blobs.digest', 'in', digests)
    .where('blobs.broken_at', 'is', null)
    .where(repositoryPullable<'blobs' | 'repository_blobs' | 'repositories'>(actor, at))
    .groupBy(['blobs.digest', 'blobs.size'])
    .execute();
}

/** Each version of each compressor makes another blob of a layer; more are somebody's play. */
const formsOfLayer = 20;

/** Compressed blobs that were verified to hold these uncompressed layers and that the actor can pull, the smallest of each. */
export async function findLayerContents(db: Kysely<Database>, actor: Actor, diffIds: readonly string[], at: Date) {
  if (diffIds.length === 0) return [];
  return await db
    .selectFrom((eb) =>
      eb
        .selectFrom('layer_contents')
        .innerJoin('blobs', 'blobs.digest', 'layer_contents.blob_digest')
        .select([
          'layer_contents.diff_id',
          'layer_contents.blob_digest',
          'layer_contents.compression',
          sql<number>`row_number() over (partition by diff_id order by blobs.size, blob_digest)`.as('place'),
        ])
        .where('layer_contents.diff_id', 'in', diffIds)
        // An uncompressed one would make a larger image than need be.
        .where('layer_contents.compression', '!=', 'none')
        .where((row) =>
          row.exists(
            row
              .selectFrom('repository_blobs')
              .innerJoin('repositories', 'repositories.id', 'repository_blobs.repository_id')
              .select('repositories.id')
              .whereRef('repository_blobs.digest', '=', 'blobs.digest')
              .where(repositoryPullable<'blobs' | 'layer_contents' | 'repository_blobs' | 'repositories'>(actor, at)),
          ),
        )
        .as('forms'),
    )
    .select(['diff_id', 'blob_digest', 'compression'])
    .where('place', '<=', formsOfLayer)
    .execute();
}

export async function findTags(db: Kysely<Database>, repositories: readonly string[], tags: readonly string[]) {
  if (repositories.length === 0) return [];
  return await db
    .selectFrom('tags')
    .innerJoin('repositories', 'repositories.id', 'tags.repository_id')
    .select(['repositories.name as repository', 'tags.name as tag', 'tags.digest'])
    .where('repositories.name', 'in', repositories)
    .where('tags.name', 'in', tags)
    .execute();
}

/** The verified blob of an uncompressed layer that a repository holds. */
export async function findLayerOf(db: Kysely<Database>, repository: string, diffId: string) {
  return await db
    .selectFrom('layer_contents')
    .innerJoin('blobs', 'blobs.digest', 'layer_contents.blob_digest')
    .innerJoin('repository_blobs', 'repository_blobs.digest', 'blobs.digest')
    .innerJoin('repositories', 'repositories.id', 'repository_blobs.repository_id')
    .select(['blobs.digest', 'blobs.size', 'layer_contents.compression'])
    .where('layer_contents.diff_id', '=', diffId)
    .where('layer_contents.compression', '!=', 'none')
    .where('repositories.name', '=', repository)
    .where('blobs.broken_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
}

/** The account that an organization counts for. */
export async function findAccountOf(db: Kysely<Database>, organizationId: string) {
  return await db
    .selectFrom('organizations')
    .innerJoin('accounts', 'accounts.id', 'organizations.account_id')
    .select(['accounts.id', 'accounts.name', 'accounts.repository_quota', 'accounts.tag_quota', 'accounts.byte_quota'])
    .where('organizations.id', '=', organizationId)
    .executeTakeFirst();
}

/** Of those that exist: how large they have become. */
export async function findGrownRepositories(db: Kysely<Database>, names: readonly string[]) {
  if (names.length === 0) return [];
  return await db
    .selectFrom('repositories')
    .select(['id', 'name', 'tag_count', 'pushed_at'])
    .where('name', 'in', names)
    .execute();
}

/** Those of the blobs that manifests in sight of a repository name: another manifest adds nothing with them. */
export async function findNamedBlobs(
  db: Kysely<Database>,
  repositoryId: string,
  digests: readonly string[],
): Promise<Set<string>> {
  if (digests.length === 0) return new Set();
  const rows = await db
    .selectFrom('manifest_blobs')
    .select('blob_digest')
    .distinct()
    .where('repository_id', '=', repositoryId)
    .where('blob_digest', 'in', digests)
    .where('deleted_at', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.blob_digest));
}

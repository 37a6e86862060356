import type { Digest, RepositoryName } from '@wharf/oci';
import type { Author, RemoveManifestResult } from '@wharf/registry';
import type { Kysely, Transaction } from 'kysely';
import { type RegistryEvent, recordEvents } from '../events.ts';
import type { Database } from '../schema.ts';
import { changeRepository, lockRepository } from './locked-repository.ts';

export async function removeManifest(
  db: Kysely<Database>,
  name: RepositoryName,
  digest: Digest,
  by: Author,
  at: Date,
): Promise<RemoveManifestResult> {
  return db.transaction().execute(async (trx) => {
    const repository = await lockRepository(trx, name);
    if (!repository) return 'unknown';
    const parent = await trx
      .selectFrom('manifest_children')
      .select('manifest_digest')
      .where('repository_id', '=', repository.id)
      .where('child_digest', '=', digest)
      .orderBy('manifest_digest')
      .limit(1)
      .executeTakeFirst();
    if (parent) return { keptBy: parent.manifest_digest as Digest };

    const tags = await trx
      .deleteFrom('tags')
      .where('repository_id', '=', repository.id)
      .where('digest', '=', digest)
      .returning('name')
      .execute();
    const removed = await trx
      .deleteFrom('manifests')
      .where('repository_id', '=', repository.id)
      .where('digest', '=', digest)
      .returning('size')
      .executeTakeFirst();
    if (!removed) return 'unknown';

    const empty = !(await holdsManifest(trx, repository.id));
    await changeRepository(trx, repository.id, {
      tags: -tags.length,
      bytes: -removed.size,
      ...(empty ? { pushedAt: null } : {}),
    });
    const tagEvents = tags.map((tag): RegistryEvent => ({ type: 'TagRemoved', tag: tag.name, digest }));
    await recordEvents(trx, repository, by, at, [...tagEvents, { type: 'ManifestRemoved', digest, tags: tags.length }]);
    return 'removed';
  });
}

async function holdsManifest(trx: Transaction<Database>, repositoryId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('manifests')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

import type { RepositoryName, Tag } from '@wharf/oci';
import type { Author, Page } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { recordEvents } from '../events.ts';
import type { Database } from '../schema.ts';
import { changeRepository, lockRepository } from './locked-repository.ts';
import { findRepository } from './repositories.ts';

export async function listTags(
  db: Kysely<Database>,
  name: RepositoryName,
  page: Page<string>,
): Promise<string[] | undefined> {
  const repository = await findRepository(db, name);
  if (!repository) return undefined;
  return (await tagsOf(db, repository.id, page).execute()).map((row) => row.name);
}

export function tagsOf(db: Kysely<Database>, repositoryId: string, { last = '', limit }: Page<string>) {
  return db
    .selectFrom('tags')
    .select('name')
    .where('repository_id', '=', repositoryId)
    .where('name', '>', last)
    .orderBy('name')
    .limit(limit);
}

/** Takes the name away; the manifest stays and can be pulled by digest. */
export async function removeTag(
  db: Kysely<Database>,
  name: RepositoryName,
  tag: Tag,
  by: Author,
  at: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const repository = await lockRepository(trx, name);
    if (!repository) return false;
    const removed = await trx
      .deleteFrom('tags')
      .where('repository_id', '=', repository.id)
      .where('name', '=', tag)
      .returning('digest')
      .executeTakeFirst();
    if (!removed) return false;
    await changeRepository(trx, repository.id, { tags: -1 });
    await recordEvents(trx, repository, by, at, [{ type: 'TagRemoved', tag, digest: removed.digest }]);
    return true;
  });
}

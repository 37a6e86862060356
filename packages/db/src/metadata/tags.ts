import type { RepositoryName } from '@wharf/oci';
import type { Page } from '@wharf/registry';
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
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

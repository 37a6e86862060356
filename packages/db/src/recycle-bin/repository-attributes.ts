import type { Visibility } from '@wharf/policies/access';
import type { Transaction } from 'kysely';
import type { Database } from '../schema.ts';

type Trx = Transaction<Database>;

/** What a repository says of itself, kept with its deletion. */
export interface RepositoryAttributes {
  visibility: Visibility;
  category: string | null;
  description: string;
  resourceTags: { key: string; value: string }[];
}

/** The repository's attributes as JSON; it keeps none: what is pushed to its name later is nobody's heir. */
export async function takeAttributes(trx: Trx, repositoryId: string): Promise<string> {
  const row = await trx
    .selectFrom('repositories')
    .select(['visibility', 'category', 'description'])
    .where('id', '=', repositoryId)
    .executeTakeFirstOrThrow();
  const resourceTags = await trx
    .deleteFrom('resource_tags')
    .where('resource_id', '=', repositoryId)
    .returning(['key', 'value'])
    .execute();
  await trx
    .updateTable('repositories')
    .set({ visibility: 'private', category: null, description: '' })
    .where('id', '=', repositoryId)
    .execute();
  const attributes: RepositoryAttributes = { ...row, resourceTags };
  return JSON.stringify(attributes);
}

export async function putBackAttributes(trx: Trx, repositoryId: string, json: string): Promise<void> {
  const { resourceTags, ...columns } = JSON.parse(json) as RepositoryAttributes;
  await trx.updateTable('repositories').set(columns).where('id', '=', repositoryId).execute();
  await trx.deleteFrom('resource_tags').where('resource_id', '=', repositoryId).execute();
  if (resourceTags.length === 0) return;
  await trx
    .insertInto('resource_tags')
    .values(
      resourceTags.map((tag) => ({
        resource_id: repositoryId,
        organization_id: null,
        repository_id: repositoryId,
        ...tag,
      })),
    )
    .execute();
}

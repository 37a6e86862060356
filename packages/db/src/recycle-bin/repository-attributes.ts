import type { Visibility } from '@wharf/policies/access';
import type { Transaction } from 'kysely';
import { inChunks } from '../metadata/in-chunks.ts';
import type { Database, SharesTable } from '../schema.ts';

type Trx = Transaction<Database>;

/** What a repository says of itself, kept with its deletion. */
export interface RepositoryAttributes {
  visibility: Visibility;
  category: string | null;
  description: string;
  resourceTags: { key: string; value: string }[];
  /** Left out by deletions of before there were shares. */
  shares?: Omit<SharesTable, 'repository_id' | 'repository_name'>[];
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
  const shares = await trx
    .deleteFrom('shares')
    .where('repository_id', '=', repositoryId)
    .returning(['account_id', 'description', 'expires_at', 'created_at', 'created_by'])
    .execute();
  await trx
    .updateTable('repositories')
    .set({ visibility: 'private', category: null, description: '' })
    .where('id', '=', repositoryId)
    .execute();
  const attributes: RepositoryAttributes = { ...row, resourceTags, shares };
  return JSON.stringify(attributes);
}

/** Shares come back too, as far as their accounts are still there; one whose time ran out meanwhile comes back as ended. */
export async function putBackAttributes(
  trx: Trx,
  repository: { id: string; name: string },
  json: string,
): Promise<void> {
  const { id: repositoryId } = repository;
  const { resourceTags, shares = [], ...columns } = JSON.parse(json) as RepositoryAttributes;
  await putBackShares(trx, repository, shares);
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

async function putBackShares(
  trx: Trx,
  { id, name }: { id: string; name: string },
  shares: NonNullable<RepositoryAttributes['shares']>,
): Promise<void> {
  await trx.deleteFrom('shares').where('repository_id', '=', id).execute();
  const accounts = await inChunks(
    shares.map((share) => share.account_id),
    (chunk) => trx.selectFrom('accounts').select('id').where('id', 'in', chunk).execute(),
  );
  const there = new Set(accounts.map((account) => account.id));
  const rows = shares.filter((share) => there.has(share.account_id));
  await inChunks(rows, async (chunk) => {
    const values = chunk.map((share) => ({ ...share, repository_id: id, repository_name: name }));
    await trx.insertInto('shares').values(values).execute();
    return [];
  });
}

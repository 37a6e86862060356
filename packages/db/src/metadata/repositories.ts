import type { RepositoryName } from '@wharf/oci';
import type { CatalogScope, Page, RepositoryRecord } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { fixedQuery } from '../fixed-query.ts';
import type { Database } from '../schema.ts';
import { inChunks } from './in-chunks.ts';
import { openLockedRepository } from './locked-repository.ts';

type Db = Kysely<Database>;

export async function findRepository(db: Db, name: RepositoryName): Promise<RepositoryRecord | undefined> {
  const { rows } = await repositoryByName(db, name);
  return rows[0] && { id: rows[0].id, name };
}

const repositoryByName = fixedQuery((db, name: string) =>
  db.selectFrom('repositories').select('id').where('name', '=', name),
);

export async function openRepository(db: Db, name: RepositoryName, at: Date): Promise<RepositoryRecord | undefined> {
  const known = await findRepository(db, name);
  if (known) return known;
  const opened = await db.transaction().execute((trx) => openLockedRepository(trx, name, at));
  return opened && { id: opened.id, name };
}

export async function listRepositories(db: Db, scope: CatalogScope, page: Page<string>): Promise<string[]> {
  if ('all' in scope) return (await listedRepositories(db, page).execute()).map((row) => row.name);
  const [held, open] = await Promise.all([
    listOfOrganizations(db, scope.organizations, page),
    scope.public ? listedRepositories(db, page).where('visibility', '=', 'public').execute() : [],
  ]);
  const names = new Set([...held, ...open.map((row) => row.name)]);
  return [...names].sort().slice(0, page.limit);
}

export function listedRepositories(db: Db, { last = '', limit }: Page<string>) {
  return db
    .selectFrom('repositories')
    .select('name')
    .where('pushed_at', 'is not', null)
    .where('name', '>', last)
    .orderBy('name')
    .limit(limit);
}

/**
 * The names of an organization's repositories stand side by side in byte order, as each begins with `organization/`.
 * So a page is the ranges of the organizations in the same order, each read up to the limit: never all that they hold.
 */
async function listOfOrganizations(db: Db, organizations: readonly string[], page: Page<string>): Promise<string[]> {
  const { last = '', limit } = page;
  const ranges = organizations
    .map((name) => ({ from: `${name}/`, to: `${name}0` }))
    .filter((range) => range.to > last)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  let left = limit;
  return inChunks(
    ranges,
    async (chunk) => {
      if (left <= 0) return [];
      const rows = (await rangesQuery(db, chunk, { last, limit: left })?.execute()) ?? [];
      left -= rows.length;
      return rows.map((row) => row.name);
    },
    // Both dialects plan a union of this many parts in no time; SQLite takes 500 at most.
    50,
  );
}

/** '0' is the character after '/', so `to` is where the range of `from` ends. */
export function rangesQuery(
  db: Db,
  ranges: readonly { from: string; to: string }[],
  { last = '', limit }: Page<string>,
) {
  const parts = ranges.map(({ from, to }) => {
    const part = listedRepositories(db, { last: last > from ? last : from, limit }).where('name', '<', to);
    return db.selectFrom(part.as('part')).select('part.name');
  });
  const [first, ...others] = parts;
  const all = first && others.reduce((union, part) => union.unionAll(part), first);
  return all?.orderBy('name').limit(limit);
}

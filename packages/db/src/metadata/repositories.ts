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
    listOfRanges(db, scope.ranges, page),
    scope.public ? listedRepositories(db, page).where('visibility', '=', 'public').execute() : [],
  ]);
  const names = new Set([...held, ...open.map((row) => row.name)]);
  return [...names].sort().slice(0, page.limit);
}

export function listedRepositories(db: Db, { last = '', limit }: Page<string>) {
  return listed(db, limit).where('name', '>', last);
}

function listed(db: Db, limit: number) {
  return db.selectFrom('repositories').select('name').where('pushed_at', 'is not', null).orderBy('name').limit(limit);
}

interface NameRange {
  first: string;
  last: string;
}

/** A page is the ranges in the order of their names, each read up to the limit: never all that they hold. */
async function listOfRanges(db: Db, ranges: readonly NameRange[], page: Page<string>): Promise<string[]> {
  const { last = '', limit } = page;
  let left = limit;
  return inChunks(
    apart(ranges).filter((range) => range.last > last),
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

/** The same names in ranges that do not overlap, in order. */
function apart(ranges: readonly NameRange[]): NameRange[] {
  const sorted = [...ranges].sort((a, b) => (a.first < b.first ? -1 : 1));
  const result: NameRange[] = [];
  for (const range of sorted) {
    const before = result.at(-1);
    if (!before || range.first > before.last) result.push({ ...range });
    else if (range.last > before.last) before.last = range.last;
  }
  return result;
}

export function rangesQuery(db: Db, ranges: readonly NameRange[], { last: after = '', limit }: Page<string>) {
  const parts = ranges.map(({ first, last }) => {
    // One lower bound only: SQLite would begin at either of two.
    const part = (
      after < first ? listed(db, limit).where('name', '>=', first) : listed(db, limit).where('name', '>', after)
    ).where('name', '<=', last);
    return db.selectFrom(part.as('part')).select('part.name');
  });
  const [first, ...others] = parts;
  const all = first && others.reduce((union, part) => union.unionAll(part), first);
  return all?.orderBy('name').limit(limit);
}

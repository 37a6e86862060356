import type { Counted, Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { bounded, contains, countedUpTo, listPage, type PageQuery, readSort } from '../list-page.ts';

/**
 * Each tag has its manifest (a foreign key says so): the left join only tells SQLite to walk through the tags, whose
 * index has the order of the list.
 */
function tagRows(db: Kysely<Database>, repositoryId: string) {
  return db
    .selectFrom('tags')
    .leftJoin('manifests', (join) =>
      join.onRef('manifests.repository_id', '=', 'tags.repository_id').onRef('manifests.digest', '=', 'tags.digest'),
    )
    .select([
      'tags.name',
      'tags.digest',
      'tags.version_key',
      'tags.pushed_at',
      'tags.pushed_by',
      'tags.pulls',
      'tags.pulled_at',
      'manifests.media_type',
      'manifests.kind',
      'manifests.artifact_type',
      'manifests.platforms',
      'manifests.content_size',
    ])
    .where('tags.repository_id', '=', repositoryId)
    .$narrowType<{ media_type: string; kind: 'image' | 'index'; platforms: string; content_size: number }>();
}

const name = { column: 'tags.name', output: 'name', type: 'text' } as const;
const sortColumns = {
  name: [name],
  pushedAt: [{ column: 'tags.pushed_at', output: 'pushed_at', type: 'number' }, name],
  version: [{ column: 'tags.version_key', output: 'version_key', type: 'text' }, name],
} as const;

type SortKey = keyof typeof sortColumns;

export async function listTags(
  db: Kysely<Database>,
  repositoryId: string,
  query: PageQuery & { sort?: SortKey | `-${SortKey}` | undefined },
) {
  const { key, direction } = readSort(query.sort ?? '-pushedAt');
  const sort = { columns: sortColumns[key], direction };
  const rows = tagRows(db, repositoryId);
  const { q } = query;
  if (!q) return await listPage(db, rows, async () => bounded(await tagCount(db, repositoryId)), sort, query);
  // What the index of the order holds and no more: to look at a name, SQLite would fetch the whole row of each tag.
  const named = db
    .selectFrom('tags')
    .select(sort.columns.map(({ column }) => column))
    .$castTo<{ name: string; pushed_at: number; version_key: string }>()
    .where('tags.repository_id', '=', repositoryId)
    .where(contains('tags.name', q));
  const page = await listPage(db, named, () => countMatches(db, repositoryId, q), sort, query);
  return { ...page, items: await rowsOf(rows, page.items) };
}

/** The rows of these tags, in this order; of those that are still there. */
async function rowsOf(rows: ReturnType<typeof tagRows>, tags: { name: string }[]) {
  if (tags.length === 0) return [];
  const names = tags.map((tag) => tag.name);
  const found = new Map((await rows.where('tags.name', 'in', names).execute()).map((row) => [row.name, row]));
  return names.map((tag) => found.get(tag)).filter((row) => row !== undefined);
}

/** Of so many names at least, where the count stays open in any case. */
const sampled = 2000;

/** Never of all names where there are very many: it would cost far more than the page that it is shown beside. */
async function countMatches(db: Kysely<Database>, repositoryId: string, q: string): Promise<Counted> {
  const totalIsExact = (await tagCount(db, repositoryId)) <= countedUpTo;
  const names = db.selectFrom('tags').select('name').where('repository_id', '=', repositoryId);
  const looked = names.limit(totalIsExact ? countedUpTo : sampled);
  const matches = db.selectFrom(looked.as('looked')).where(contains('looked.name', q));
  const { found } = await matches.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
  return { total: found, totalIsExact };
}

/** Kept in the repository's row by every push and removal. */
async function tagCount(db: Kysely<Database>, repositoryId: string): Promise<number> {
  const repository = db.selectFrom('repositories').select('tag_count').where('id', '=', repositoryId);
  return (await repository.executeTakeFirst())?.tag_count ?? 0;
}

export async function findTag(db: Kysely<Database>, repositoryId: string, tag: string) {
  return await tagRows(db, repositoryId).where('tags.name', '=', tag).executeTakeFirst();
}

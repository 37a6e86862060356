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
  return await listPage(db, rows.where(contains('tags.name', q)), () => countMatches(db, repositoryId, q), sort, query);
}

/** Looks at so many names and no more: else it would cost far more than the page that it is shown beside. */
async function countMatches(db: Kysely<Database>, repositoryId: string, q: string): Promise<Counted> {
  const looked = db.selectFrom('tags').select('name').where('repository_id', '=', repositoryId).limit(countedUpTo);
  const matches = db.selectFrom(looked.as('looked')).where(contains('looked.name', q));
  const [{ found }, tags] = await Promise.all([
    matches.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow(),
    tagCount(db, repositoryId),
  ]);
  return { total: found, totalIsExact: tags <= countedUpTo };
}

/** Kept in the repository's row by every push and removal. */
async function tagCount(db: Kysely<Database>, repositoryId: string): Promise<number> {
  const repository = db.selectFrom('repositories').select('tag_count').where('id', '=', repositoryId);
  return (await repository.executeTakeFirst())?.tag_count ?? 0;
}

export async function findTag(db: Kysely<Database>, repositoryId: string, tag: string) {
  return await tagRows(db, repositoryId).where('tags.name', '=', tag).executeTakeFirst();
}

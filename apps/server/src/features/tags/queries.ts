import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';

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
  let counted = db.selectFrom('tags').where('tags.repository_id', '=', repositoryId);
  let rows = tagRows(db, repositoryId);
  if (query.q) {
    counted = counted.where(contains('tags.name', query.q));
    rows = rows.where(contains('tags.name', query.q));
  }
  const { key, direction } = readSort(query.sort ?? '-pushedAt');
  return await listPage(db, rows, counted, { columns: sortColumns[key], direction }, query);
}

export async function findTag(db: Kysely<Database>, repositoryId: string, tag: string) {
  return await tagRows(db, repositoryId).where('tags.name', '=', tag).executeTakeFirst();
}

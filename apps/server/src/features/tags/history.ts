import type { TagChange } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { isoTime } from '../iso-time.ts';
import { listPage, type PageQuery } from '../list-page.ts';

type Db = Kysely<Database>;

function changesOf(db: Db, repositoryId: string, tag: string) {
  return db
    .selectFrom('tag_changes')
    .where('tag_changes.repository_id', '=', repositoryId)
    .where('tag_changes.tag', '=', tag);
}

/** The left joins leave the walk to the history's own index, which has the order of the list. */
function changeRows(db: Db, repositoryId: string, tag: string) {
  return changesOf(db, repositoryId, tag)
    .leftJoin('manifests', (join) =>
      join
        .onRef('manifests.repository_id', '=', 'tag_changes.repository_id')
        .onRef('manifests.digest', '=', 'tag_changes.digest'),
    )
    .leftJoin('tags', (join) =>
      join.onRef('tags.repository_id', '=', 'tag_changes.repository_id').onRef('tags.name', '=', 'tag_changes.tag'),
    )
    .select([
      'tag_changes.id',
      'tag_changes.digest',
      'tag_changes.author_name',
      'tag_changes.changed_at',
      'manifests.content_size',
      'manifests.deleted_at',
      'tags.digest as present_digest',
    ]);
}

// Ids are in the order of the changes.
const columns = [{ column: 'tag_changes.id', output: 'id', type: 'text' }] as const;

/** Newest first. */
export async function listTagChanges(db: Db, repositoryId: string, tag: string, query: PageQuery) {
  const rows = changeRows(db, repositoryId, tag);
  return await listPage(db, rows, changesOf(db, repositoryId, tag), { columns, direction: 'desc' }, query);
}

type ChangeRow = Awaited<ReturnType<typeof listTagChanges>>['items'][number];

export function presentTagChange(row: ChangeRow): TagChange {
  return {
    id: row.id,
    digest: row.digest,
    changedBy: row.author_name,
    changedAt: isoTime(row.changed_at),
    state: stateOf(row),
    size: row.content_size,
  };
}

function stateOf({ digest, present_digest, content_size, deleted_at }: ChangeRow): TagChange['state'] {
  if (digest === null) return null;
  if (digest === present_digest) return 'current';
  if (content_size === null) return 'gone';
  return deleted_at === null ? 'there' : 'in-bin';
}

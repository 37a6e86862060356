import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { contains } from '../list-page.ts';

type Db = Kysely<Database>;

export interface TagFilter {
  /** As in the list of tags; empty: all. */
  q: string;
  except: readonly string[];
  /** Only tags that point where they did at that time: what was pushed since is somebody's new work. */
  before: Date;
}

/** Names in their order; from `after` on. */
export async function listMatchingTags(
  db: Db,
  repositoryId: string,
  { q, except, before }: TagFilter,
  page: { after?: string; limit?: number } = {},
): Promise<string[]> {
  let query = db
    .selectFrom('tags')
    .select('name')
    .where('repository_id', '=', repositoryId)
    .where('name', '>', page.after ?? '')
    .where('pushed_at', '<=', before.getTime())
    .orderBy('name');
  if (q !== '') query = query.where(contains('tags.name', q));
  if (except.length > 0) query = query.where('name', 'not in', except);
  if (page.limit !== undefined) query = query.limit(page.limit);
  return (await query.execute()).map((row) => row.name);
}

export async function listAllTags(db: Db, repositoryId: string) {
  return await db
    .selectFrom('tags')
    .select(['name', 'digest'])
    .where('repository_id', '=', repositoryId)
    .orderBy('name')
    .execute();
}

export async function listLiveDigests(db: Db, repositoryId: string, limit?: number): Promise<string[]> {
  const query = db
    .selectFrom('manifests')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('deleted_at', 'is', null)
    .orderBy('digest');
  const rows = await (limit === undefined ? query : query.limit(limit)).execute();
  return rows.map((row) => row.digest);
}

/** Each manifest in sight that refers to another. */
export async function listReferrers(db: Db, repositoryId: string) {
  return await db
    .selectFrom('manifests')
    .select(['digest', 'subject'])
    .where('repository_id', '=', repositoryId)
    .where('subject', 'is not', null)
    .where('deleted_at', 'is', null)
    .$narrowType<{ subject: string }>()
    .execute();
}

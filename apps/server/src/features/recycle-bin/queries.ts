import type { Database, DeletionsTable } from '@wharf/db';
import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';
import { shareCount } from '../sight.ts';

type Db = Kysely<Database>;

export interface DeletionRow extends Omit<DeletionsTable, 'attributes' | 'author_id'> {
  repository: string;
  repository_pushed_at: number | null;
}

/** Deletions of an organization that can still be restored. */
function inBin(db: Db, organizationId: string, at: Date) {
  return db
    .selectFrom('deletions')
    .where('deletions.organization_id', '=', organizationId)
    .where('deletions.expires_at', '>', at.getTime());
}

/** What a row says of its repository comes by sub-queries: a join would leave the order of the loops, and so the index, open. */
function deletionRows(db: Db, organizationId: string, at: Date) {
  const repository = (row: ExpressionBuilder<Database, 'deletions'>) =>
    row.selectFrom('repositories').whereRef('repositories.id', '=', 'deletions.repository_id');
  return inBin(db, organizationId, at)
    .select((row) => [
      'deletions.id',
      'deletions.organization_id',
      'deletions.repository_id',
      'deletions.kind',
      'deletions.run_id',
      'deletions.rule',
      'deletions.author_name',
      'deletions.deleted_at',
      'deletions.expires_at',
      'deletions.tag_count',
      'deletions.manifest_count',
      'deletions.bytes',
      repository(row).select('repositories.name').as('repository'),
      repository(row).select('repositories.pushed_at').as('repository_pushed_at'),
    ])
    .$narrowType<{ repository: string }>();
}

// Ids are in the order of their making.
const columns = [{ column: 'deletions.id', output: 'id', type: 'text' }] as const;

export interface DeletionsQuery extends PageQuery {
  sort?: 'deletedAt' | '-deletedAt' | undefined;
  /** Full name. */
  repository?: string | undefined;
  runId?: string | undefined;
}

export async function listDeletions(db: Db, organizationId: string, query: DeletionsQuery, at: Date) {
  const { direction } = readSort(query.sort ?? '-deletedAt');
  const { q, repository, runId } = query;
  let counted = inBin(db, organizationId, at);
  let rows = deletionRows(db, organizationId, at);
  if (repository !== undefined) {
    const one = db.selectFrom('repositories').select('repositories.id').where('repositories.name', '=', repository);
    counted = counted.where('deletions.repository_id', '=', one);
    rows = rows.where('deletions.repository_id', '=', one);
  }
  if (runId !== undefined) {
    counted = counted.where('deletions.run_id', '=', runId);
    rows = rows.where('deletions.run_id', '=', runId);
  }
  if (q) {
    counted = counted.where(matches(q));
    rows = rows.where(matches(q));
  }
  return await listPage(db, rows, counted, { columns, direction }, query);
}

/** In the repository's or a tag's name, or a digest's beginning (with or without its algorithm). */
function matches(q: string) {
  return (row: ExpressionBuilder<Database, 'deletions'>) => {
    const begin = /^[0-9a-f]{4,}$/.test(q) ? `sha256:${q}` : q;
    return row.or([
      row.exists(
        row
          .selectFrom('repositories')
          .select('repositories.id')
          .whereRef('repositories.id', '=', 'deletions.repository_id')
          .where(contains('repositories.name', q)),
      ),
      row.exists(
        row
          .selectFrom('deleted_tags')
          .select('deleted_tags.name')
          .whereRef('deleted_tags.deletion_id', '=', 'deletions.id')
          .where(contains('deleted_tags.name', q)),
      ),
      row.exists(
        row
          .selectFrom('deleted_manifests')
          .select('deleted_manifests.digest')
          .whereRef('deleted_manifests.deletion_id', '=', 'deletions.id')
          .where(sql<SqlBool>`deleted_manifests.digest >= ${begin}`)
          .where(sql<SqlBool>`deleted_manifests.digest < ${`${begin}g`}`),
      ),
    ]);
  };
}

export async function findDeletion(db: Db, organizationId: string, id: string, at: Date) {
  return await deletionRows(db, organizationId, at).where('deletions.id', '=', id).executeTakeFirst();
}

/** The ids of all. */
export async function listAll(db: Db, organizationId: string, at: Date) {
  return await inBin(db, organizationId, at).select('deletions.id').orderBy('deletions.id').execute();
}

/** The ids of a run's deletions in the organization. */
export async function listRun(db: Db, organizationId: string, runId: string, at: Date) {
  return await inBin(db, organizationId, at)
    .select(['deletions.id', 'deletions.kind'])
    .where('deletions.run_id', '=', runId)
    .orderBy('deletions.id')
    .execute();
}

/** The first names of each deletion's tags: a range each, never all that it took. */
export async function listFirstNames(db: Db, ids: readonly string[], limit: number): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>(ids.map((id) => [id, []]));
  const query = firstNames(db, ids, limit);
  for (const row of query ? await query.execute() : []) names.get(row.deletion_id)?.push(row.name);
  for (const list of names.values()) list.sort();
  return names;
}

function firstNames(db: Db, ids: readonly string[], limit: number) {
  const parts = ids.map((id) => {
    const part = db
      .selectFrom('deleted_tags')
      .select(['deletion_id', 'name'])
      .where('deletion_id', '=', id)
      .orderBy('name')
      .limit(limit);
    return db.selectFrom(part.as('part')).select(['part.deletion_id', 'part.name']);
  });
  const [first, ...others] = parts;
  return first && others.reduce((union, part) => union.unionAll(part), first);
}

export async function listDeletedTags(db: Db, deletionId: string, limit: number) {
  return await db
    .selectFrom('deleted_tags')
    .select((row) => [
      'deleted_tags.name',
      'deleted_tags.digest',
      'deleted_tags.pushed_at',
      'deleted_tags.pushed_by',
      row
        .selectFrom('tags')
        .select('tags.digest')
        .whereRef('tags.repository_id', '=', 'deleted_tags.repository_id')
        .whereRef('tags.name', '=', 'deleted_tags.name')
        .as('present_digest'),
      row
        .selectFrom('manifests')
        .select('manifests.digest')
        .whereRef('manifests.repository_id', '=', 'deleted_tags.repository_id')
        .whereRef('manifests.digest', '=', 'deleted_tags.digest')
        .as('held_digest'),
    ])
    .where('deleted_tags.deletion_id', '=', deletionId)
    .orderBy('deleted_tags.name')
    .limit(limit)
    .execute();
}

export async function listDeletedManifests(db: Db, deletionId: string, limit: number) {
  return await db
    .selectFrom('deleted_manifests')
    .leftJoin('manifests', (join) =>
      join
        .onRef('manifests.repository_id', '=', 'deleted_manifests.repository_id')
        .onRef('manifests.digest', '=', 'deleted_manifests.digest'),
    )
    .select([
      'deleted_manifests.digest',
      'manifests.media_type',
      'manifests.kind',
      'manifests.artifact_type',
      'manifests.subject',
      'manifests.platforms',
      'manifests.content_size',
      'manifests.pushed_at',
    ])
    .where('deleted_manifests.deletion_id', '=', deletionId)
    .orderBy('deleted_manifests.digest')
    .limit(limit)
    .$narrowType<{
      media_type: string;
      kind: 'image' | 'index';
      platforms: string;
      content_size: number;
      pushed_at: number;
    }>()
    .execute();
}

/** Accounts that a repository is shared with at that time. */
export async function countShares(db: Db, repositoryId: string, at: Date): Promise<number> {
  const repository = db.selectFrom('repositories').where('repositories.id', '=', repositoryId);
  const row = await repository.select(shareCount(at).as('count')).executeTakeFirst();
  return row?.count ?? 0;
}

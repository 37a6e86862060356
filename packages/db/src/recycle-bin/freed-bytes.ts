import { type Expression, type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { inChunks } from '../metadata/in-chunks.ts';
import type { Database } from '../schema.ts';

type Db = Kysely<Database>;

export interface FreedBytes {
  /** Of the blobs that nothing else of the account needs at that time. */
  freed: number;
  /** Of the blobs that something else of it needs. */
  shared: number;
}

/**
 * What becomes free for the account when these manifests go for good at `at`: other content is what is in sight, anywhere in the
 * account, and what lies in the bin for longer than that. What other accounts hold does not count, even if it keeps the bytes on
 * disk: else whoever pushes a guess would learn whether another account has the same.
 * @param manifests of one repository, in sight or in the bin for longer than `at`
 */
export async function freedBytes(
  db: Db,
  repositoryId: string,
  manifests: Iterable<string>,
  at: Date,
): Promise<FreedBytes> {
  const users = await countUsers(db, repositoryId, [...manifests]);
  const rows = await inChunks([...users.keys()], (chunk) => blobUse(db, repositoryId, chunk, at).execute());
  const sum: FreedBytes = { freed: 0, shared: 0 };
  for (const { digest, size, own, elsewhere } of rows) {
    const shared = Boolean(elsewhere) || (own ?? 0) > (users.get(digest) ?? 0);
    sum[shared ? 'shared' : 'freed'] += size;
  }
  return sum;
}

/** How many of `manifests` name each of their blobs. */
async function countUsers(db: Db, repositoryId: string, manifests: readonly string[]): Promise<Map<string, number>> {
  const rows = await inChunks(manifests, (chunk) =>
    db
      .selectFrom('manifest_blobs')
      .select((row) => ['blob_digest', row.fn.countAll<number>().as('users')])
      .where('repository_id', '=', repositoryId)
      .where('manifest_digest', 'in', chunk)
      .groupBy('blob_digest')
      .execute(),
  );
  const users = new Map<string, number>();
  for (const row of rows) users.set(row.blob_digest, (users.get(row.blob_digest) ?? 0) + row.users);
  return users;
}

/** Who needs the blobs: how many manifests of this repository, and whether one of another repository of its account. */
export function blobUse(db: Db, repositoryId: string, blobs: readonly string[], at: Date) {
  return db
    .selectFrom('blobs')
    .select((row) => [
      'blobs.digest',
      'blobs.size',
      neededAt(row, at)
        .where('manifest_blobs.repository_id', '=', repositoryId)
        .whereRef('manifest_blobs.blob_digest', '=', 'blobs.digest')
        .select((inner) => inner.fn.countAll<number>().as('users'))
        .as('own'),
      row
        .exists(
          neededAt(row, at)
            .innerJoin('repository_blobs', (join) =>
              join
                .onRef('repository_blobs.repository_id', '=', 'manifest_blobs.repository_id')
                .onRef('repository_blobs.digest', '=', 'manifest_blobs.blob_digest'),
            )
            .whereRef('repository_blobs.digest', '=', 'blobs.digest')
            .where('repository_blobs.repository_id', '!=', repositoryId)
            .where((inner) =>
              inner(
                accountOf(row, inner.ref('repository_blobs.repository_id')),
                '=',
                accountOf(row, sql.val(repositoryId)),
              ),
            )
            .select('manifest_blobs.manifest_digest'),
        )
        .as('elsewhere'),
    ])
    .where('blobs.digest', 'in', blobs);
}

function accountOf(row: ExpressionBuilder<Database, 'blobs'>, repositoryId: Expression<string>) {
  return row
    .selectFrom('repositories')
    .innerJoin('organizations', 'organizations.id', 'repositories.organization_id')
    .select('organizations.account_id')
    .where('repositories.id', '=', repositoryId);
}

function neededAt(row: ExpressionBuilder<Database, 'blobs'>, at: Date) {
  return row
    .selectFrom('manifest_blobs')
    .where((inner) =>
      inner.or([
        inner('manifest_blobs.deleted_at', 'is', null),
        inner.exists(
          inner
            .selectFrom('deleted_manifests')
            .innerJoin('deletions', 'deletions.id', 'deleted_manifests.deletion_id')
            .select('deletions.id')
            .whereRef('deleted_manifests.repository_id', '=', 'manifest_blobs.repository_id')
            .whereRef('deleted_manifests.digest', '=', 'manifest_blobs.manifest_digest')
            .where('deletions.expires_at', '>', at.getTime()),
        ),
      ]),
    );
}

/** Manifests of a deletion that go with it: without those that an index of another deletion names. */
export async function listGoing(db: Db, deletionId: string): Promise<Set<string>> {
  const held = await db
    .selectFrom('deleted_manifests')
    .select('digest')
    .where('deletion_id', '=', deletionId)
    .execute();
  const going = new Set(held.map((row) => row.digest));
  const links = await db
    .selectFrom('deleted_manifests')
    .innerJoin('manifest_children', (join) =>
      join
        .onRef('manifest_children.repository_id', '=', 'deleted_manifests.repository_id')
        .onRef('manifest_children.child_digest', '=', 'deleted_manifests.digest'),
    )
    .select(['manifest_children.manifest_digest as index', 'manifest_children.child_digest as child'])
    .where('deleted_manifests.deletion_id', '=', deletionId)
    .execute();
  for (let before = -1; before !== going.size; ) {
    before = going.size;
    for (const { index, child } of links) if (!going.has(index)) going.delete(child);
  }
  return going;
}

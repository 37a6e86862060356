import type { Collection, Step } from '@wharf/registry';
import { type Kysely, sql } from 'kysely';
import type { WharfDatabase } from '../database.ts';
import { lockRepositoryById } from '../metadata/locked-repository.ts';
import type { Database } from '../schema.ts';
import { readPlace, writePlace } from './walk-key.ts';

type Removed = Awaited<ReturnType<Collection['removeLinks']>>;

export async function removeLinks(database: WharfDatabase, step: Step): Promise<Removed> {
  const rows = await linksFrom(database.db, step).execute();
  const garbage = new Map<string, string[]>();
  for (const { repository_id, digest, named, touched_at } of rows) {
    if (named || touched_at >= step.untouchedSince.getTime()) continue;
    garbage.set(repository_id, [...(garbage.get(repository_id) ?? []), digest]);
  }
  let removed = 0;
  for (const [id, digests] of garbage) removed += await removeFrom(database, id, digests, step.untouchedSince);
  const last = rows.at(-1);
  const next = last && rows.length === step.limit ? writePlace(last.repository_id, last.digest) : undefined;
  return { seen: rows.length, removed, next };
}

export function linksFrom(db: Kysely<Database>, { after, limit }: Step) {
  const [repository, digest] = after === undefined ? ['', ''] : readPlace(after);
  return db
    .selectFrom('repository_blobs')
    .innerJoin('blobs', 'blobs.digest', 'repository_blobs.digest')
    .select((row) => [
      'repository_blobs.repository_id',
      'repository_blobs.digest',
      'blobs.touched_at',
      row
        .exists(
          row
            .selectFrom('manifest_blobs')
            .select('manifest_blobs.manifest_digest')
            .whereRef('manifest_blobs.repository_id', '=', 'repository_blobs.repository_id')
            .whereRef('manifest_blobs.blob_digest', '=', 'repository_blobs.digest'),
        )
        .as('named'),
    ])
    .where(sql<boolean>`(repository_blobs.repository_id, repository_blobs.digest) > (${repository}, ${digest})`)
    .orderBy('repository_blobs.repository_id')
    .orderBy('repository_blobs.digest')
    .limit(limit);
}

/**
 * Looks again at what only seemed to be garbage. With the repository locked no manifest of it can come to name a blob; with
 * the blobs locked nobody can touch one and be told that it is there: who waits for the lock looks for the link after it.
 * Relaxed: a link that comes back after a loss of power is garbage again.
 */
function removeFrom(
  database: WharfDatabase,
  repositoryId: string,
  digests: readonly string[],
  untouchedSince: Date,
): Promise<number> {
  return database.relaxed(async (trx) => {
    if (!(await lockRepositoryById(trx, repositoryId))) return 0;
    const locked = await trx
      .selectFrom('blobs')
      .select('digest')
      .where('digest', 'in', digests)
      .where('touched_at', '<', untouchedSince.getTime())
      .orderBy('digest')
      .forNoKeyUpdate()
      .execute();
    if (locked.length === 0) return 0;
    const { numDeletedRows } = await trx
      .deleteFrom('repository_blobs')
      .where('repository_id', '=', repositoryId)
      .where(
        'digest',
        'in',
        locked.map((row) => row.digest),
      )
      .where((row) =>
        row.not(
          row.exists(
            row
              .selectFrom('manifest_blobs')
              .select('manifest_blobs.manifest_digest')
              .whereRef('manifest_blobs.repository_id', '=', 'repository_blobs.repository_id')
              .whereRef('manifest_blobs.blob_digest', '=', 'repository_blobs.digest'),
          ),
        ),
      )
      .executeTakeFirst();
    return Number(numDeletedRows);
  });
}

import type { Digest } from '@wharf/oci';
import type { Collection, Step, StoredBlob } from '@wharf/registry';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { readPlace, writePlace } from './walk-key.ts';

type Db = Kysely<Database>;

export async function removeBlobs(db: Db, step: Step): ReturnType<Collection['removeBlobs']> {
  const { rows, stretch } = await look(blobsFrom(db, step, 'held'), step);
  const garbage = rows.filter((row) => !row.needed).map((row) => row.digest);
  const removed = garbage.length > 0 ? await remove(db, garbage, step.untouchedSince) : [];
  return { ...stretch, removed };
}

export async function findGarbage(db: Db, step: Step): ReturnType<Collection['findGarbage']> {
  const { rows, stretch } = await look(blobsFrom(db, step, 'named'), step);
  const garbage = rows.filter((row) => !row.needed).map((row) => row.digest);
  if (garbage.length === 0) return { ...stretch, blobs: [] };
  const blobs = await db
    .selectFrom('blobs')
    .select(['digest', 'size', 'storage_key'])
    .where('digest', 'in', garbage)
    .execute();
  return { ...stretch, blobs: blobs.map(storedBlob) };
}

async function look(query: ReturnType<typeof blobsFrom>, { limit }: Step) {
  const rows = await query.execute();
  const last = rows.at(-1);
  const next = last && rows.length === limit ? writePlace(last.touched_at, last.digest) : undefined;
  return { rows, stretch: { seen: rows.length, next } };
}

/** Untouched blobs in order of touch: the index alone answers. `needed` by a repository that holds it, or by a manifest. */
export function blobsFrom(db: Db, { after, limit, untouchedSince }: Step, by: 'held' | 'named') {
  const [touched, digest] = after === undefined ? ['-1', ''] : readPlace(after);
  return db
    .selectFrom('blobs')
    .select((row) => {
      const held = row
        .selectFrom('repository_blobs')
        .select('repository_blobs.digest')
        .whereRef('repository_blobs.digest', '=', 'blobs.digest');
      const named = held.innerJoin('manifest_blobs', (join) =>
        join
          .onRef('manifest_blobs.repository_id', '=', 'repository_blobs.repository_id')
          .onRef('manifest_blobs.blob_digest', '=', 'repository_blobs.digest'),
      );
      return ['blobs.digest', 'blobs.touched_at', row.exists(by === 'held' ? held : named).as('needed')];
    })
    .where(sql<boolean>`(blobs.touched_at, blobs.digest) > (${Number(touched)}, ${digest})`)
    .where('blobs.touched_at', '<', untouchedSince.getTime())
    .orderBy('blobs.touched_at')
    .orderBy('blobs.digest')
    .limit(limit);
}

/**
 * Two statements, because the second sees what was committed before the locks of the first were given. Behind them no repository can
 * come to hold a blob: its foreign key waits for the lock, and mounts and uploads touch the row before it.
 */
function remove(db: Db, digests: readonly string[], untouchedSince: Date): Promise<StoredBlob[]> {
  return db.transaction().execute(async (trx) => {
    const locked = await trx
      .selectFrom('blobs')
      .select('digest')
      .where('digest', 'in', digests)
      .where('touched_at', '<', untouchedSince.getTime())
      .orderBy('digest')
      .forUpdate()
      .execute();
    if (locked.length === 0) return [];
    const removed = await trx
      .deleteFrom('blobs')
      .where(
        'digest',
        'in',
        locked.map((row) => row.digest),
      )
      .where((row) =>
        row.not(
          row.exists(
            row
              .selectFrom('repository_blobs')
              .select('repository_blobs.digest')
              .whereRef('repository_blobs.digest', '=', 'blobs.digest'),
          ),
        ),
      )
      .returning(['digest', 'size', 'storage_key'])
      .execute();
    return removed.map(storedBlob);
  });
}

function storedBlob(row: { digest: string; size: number; storage_key: string }): StoredBlob {
  return { digest: row.digest as Digest, size: row.size, storageKey: row.storage_key };
}

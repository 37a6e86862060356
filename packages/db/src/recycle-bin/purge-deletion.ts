import type { Author } from '@wharf/registry';
import type { Kysely, Transaction } from 'kysely';
import { recordEvents } from '../events.ts';
import { inChunks } from '../metadata/in-chunks.ts';
import type { Database } from '../schema.ts';
import { lockDeletion } from './lock-deletion.ts';
import { leaveDeletion } from './revive-manifests.ts';

type Db = Kysely<Database>;
type Trx = Transaction<Database>;

/** Rows of one transaction at most: others wait for it. */
const stepSize = 500;

/**
 * "Delete now": ends the time in the bin and lets go. False when the deletion was gone, or had expired.
 * What another deletion's index names stays, and goes with that one.
 */
export async function letGoDeletion(db: Db, id: string, by: Author, at: Date): Promise<boolean> {
  const found = await db.transaction().execute(async (trx) => {
    const locked = await lockDeletion(trx, id);
    if (!locked || locked.deletion.expires_at <= at.getTime()) return false;
    await trx.updateTable('deletions').set({ expires_at: at.getTime() }).where('id', '=', id).execute();
    const { tag_count: tags, manifest_count: manifests } = locked.deletion;
    await recordEvents(trx, locked.repository, by, at, [{ type: 'DeletionLetGo', deletion: id, tags, manifests }]);
    return true;
  });
  if (found) await purgeDeletion(db, id, at);
  return found;
}

/**
 * Lets go of up to `limit` deletions whose time in the bin is over: their manifests' rows go for good, and their blobs are
 * left to collection. In small transactions; what a crash leaves is taken by the next call.
 * @returns how many went: fewer than `limit` when none is left
 */
export async function expireDeletions(
  db: Db,
  at: Date,
  limit: number,
  signal?: AbortSignal,
): Promise<{ deletions: number; manifests: number }> {
  const due = await expiredDeletions(db, at, limit).execute();
  let deletions = 0;
  let manifests = 0;
  for (const { id } of due) {
    if (signal?.aborted) break;
    manifests += await purgeDeletion(db, id, at, signal);
    deletions++;
  }
  return { deletions, manifests };
}

export function expiredDeletions(db: Db, at: Date, limit: number) {
  return db
    .selectFrom('deletions')
    .select('id')
    .where('expires_at', '<=', at.getTime())
    .orderBy('expires_at')
    .orderBy('id')
    .limit(limit);
}

/** Removes what an expired deletion holds, a step each transaction; gives how many manifests went. */
export async function purgeDeletion(db: Db, id: string, at: Date, signal?: AbortSignal): Promise<number> {
  for (let manifests = 0; ; ) {
    const step = await db.transaction().execute((trx) => purgeStep(trx, id, at));
    if (step === undefined) return manifests;
    manifests += step;
    if (signal?.aborted) return manifests;
  }
}

/** Gives how many manifests went, or undefined when the deletion is done or not due. */
async function purgeStep(trx: Trx, id: string, at: Date): Promise<number | undefined> {
  const locked = await lockDeletion(trx, id);
  if (!locked || locked.deletion.expires_at > at.getTime()) return undefined;
  const unneeded = await listUnneeded(trx, id, stepSize);
  if (unneeded.length > 0) {
    await removeManifests(trx, locked.repository.id, unneeded);
    await leaveDeletion(trx, id, { manifests: unneeded.length });
    return unneeded.length;
  }
  // As often as there are indexes within indexes.
  while (await handOver(trx, id));
  await trx.deleteFrom('deletions').where('id', '=', id).execute();
  return undefined;
}

/** Manifests of the deletion that no index names, in sight or in the bin: so indexes go before their images. */
async function listUnneeded(trx: Trx, id: string, limit: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('deleted_manifests')
    .select('digest')
    .where('deletion_id', '=', id)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('manifest_children')
            .select('manifest_digest')
            .whereRef('manifest_children.repository_id', '=', 'deleted_manifests.repository_id')
            .whereRef('manifest_children.child_digest', '=', 'deleted_manifests.digest'),
        ),
      ),
    )
    .limit(limit)
    .execute();
  return rows.map((row) => row.digest);
}

async function removeManifests(trx: Trx, repositoryId: string, digests: readonly string[]): Promise<void> {
  await inChunks(digests, (chunk) =>
    trx
      .deleteFrom('deleted_manifests')
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .execute(),
  );
  await inChunks(digests, (chunk) =>
    trx.deleteFrom('manifests').where('repository_id', '=', repositoryId).where('digest', 'in', chunk).execute(),
  );
}

/** Images that an index of another deletion needs, should it be restored, lie in the bin with that one from now on. */
async function handOver(trx: Trx, id: string): Promise<boolean> {
  const rows = await trx
    .selectFrom('deleted_manifests')
    .innerJoin('manifest_children', (join) =>
      join
        .onRef('manifest_children.repository_id', '=', 'deleted_manifests.repository_id')
        .onRef('manifest_children.child_digest', '=', 'deleted_manifests.digest'),
    )
    .innerJoin('deleted_manifests as holder', (join) =>
      join
        .onRef('holder.repository_id', '=', 'manifest_children.repository_id')
        .onRef('holder.digest', '=', 'manifest_children.manifest_digest'),
    )
    .select(['deleted_manifests.repository_id', 'deleted_manifests.digest', 'holder.deletion_id as heir'])
    .where('deleted_manifests.deletion_id', '=', id)
    .where('holder.deletion_id', '!=', id)
    .execute();
  const heirs = new Map(rows.map((row) => [row.digest, row]));
  for (const { repository_id, digest, heir } of heirs.values()) {
    await trx
      .updateTable('deleted_manifests')
      .set({ deletion_id: heir })
      .where('repository_id', '=', repository_id)
      .where('digest', '=', digest)
      .execute();
    await leaveDeletion(trx, heir, { manifests: -1 });
  }
  return heirs.size > 0;
}

import type { FinishUpload } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { fixedQuery } from '../fixed-query.ts';
import type { Database } from '../schema.ts';
import { linkBlob } from './blobs.ts';
import { lockRepositoryOfUpload } from './locked-repository.ts';

export async function finishUpload(
  db: Kysely<Database>,
  finish: FinishUpload,
): Promise<{ spare: string | undefined } | undefined> {
  return db.transaction().execute(async (trx) => {
    // The repository's row comes first in every transaction; then the session is still there, or another one ended it.
    const repository = await lockRepositoryOfUpload(trx, finish.id);
    if (!repository) return undefined;
    const session = (await takeSession(trx, finish.id, finish.writer ?? null)).rows[0];
    if (!session) return undefined;
    const { digest, size, at } = finish;
    const { rows } = await putBlob(trx, digest, size, session.storage_key, at.getTime());
    const blob = rows[0];
    if (!blob) throw new Error(`the blob ${digest} was neither made nor found`);
    await linkBlob(trx, repository, digest);
    if (blob.broken_at !== null) {
      await heal(trx, digest, session.storage_key, size);
      return { spare: blob.storage_key };
    }
    return { spare: blob.storage_key === session.storage_key ? undefined : session.storage_key };
  });
}

/** Only its writer's: whoever lost the claim speaks of bytes that another one may have cut off since. */
const takeSession = fixedQuery((db, id: string, writer: string | null) =>
  db
    .deleteFrom('upload_sessions')
    .where('id', '=', id)
    .where('claimed_by', 'is not distinct from', writer)
    .returning('storage_key'),
);

/** The blob of this digest: the new one, or the one that was there before, touched. */
const putBlob = fixedQuery((db, digest: string, size: number, storageKey: string, now: number) =>
  db
    .insertInto('blobs')
    .values({ digest, size, storage_key: storageKey, created_at: now, touched_at: now })
    .onConflict((conflict) => conflict.column('digest').doUpdateSet({ touched_at: now }))
    .returning(['size', 'storage_key', 'broken_at']),
);

const heal = fixedQuery((db, digest: string, storageKey: string, size: number) =>
  db.updateTable('blobs').set({ storage_key: storageKey, size, broken_at: null }).where('digest', '=', digest),
);

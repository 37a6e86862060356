import type { FinishUpload } from '@wharf/registry';
import type { Kysely, Transaction } from 'kysely';
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
    const key = await takeSession(trx, finish);
    if (key === undefined) return undefined;
    const { digest, size, at } = finish;
    const { rows } = await putBlob(trx, digest, size, key, at.getTime());
    const blob = rows[0];
    if (!blob) throw new Error(`the blob ${digest} was neither made nor found`);
    await linkBlob(trx, repository, digest);
    if (blob.broken_at !== null) {
      await heal(trx, digest, key, size);
      return { spare: blob.storage_key };
    }
    return { spare: blob.storage_key === key ? undefined : key };
  });
}

/** Ends the session; gives the key of the object that holds its bytes. */
async function takeSession(
  trx: Transaction<Database>,
  { id, writer, whole }: FinishUpload,
): Promise<string | undefined> {
  if (whole === undefined) return (await takeWritten(trx, id, writer ?? null)).rows[0]?.storage_key;
  return (await takeUntouched(trx, id)).rows.length === 1 ? whole : undefined;
}

/** Only its writer's: whoever lost the claim speaks of bytes that another one may have cut off since. */
const takeWritten = fixedQuery((db, id: string, writer: string | null) =>
  db
    .deleteFrom('upload_sessions')
    .where('id', '=', id)
    .where('claimed_by', 'is not distinct from', writer)
    .returning('storage_key'),
);

/** Claiming touches: so nobody has opened the session's own object yet. */
const takeUntouched = fixedQuery((db, id: string) =>
  db
    .deleteFrom('upload_sessions')
    .where('id', '=', id)
    .where('claimed_by', 'is', null)
    .whereRef('touched_at', '=', 'started_at')
    .returning('id'),
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

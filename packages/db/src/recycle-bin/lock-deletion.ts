import type { Transaction } from 'kysely';
import { type LockedRepository, lockRepositoryById } from '../metadata/locked-repository.ts';
import type { Database, DeletionsTable } from '../schema.ts';

export interface LockedDeletion {
  deletion: DeletionsTable;
  repository: LockedRepository;
}

/** A deletion and its repository, locked: the repository's row first, as everywhere. Undefined when it is gone. */
export async function lockDeletion(trx: Transaction<Database>, id: string): Promise<LockedDeletion | undefined> {
  const place = await trx.selectFrom('deletions').select('repository_id').where('id', '=', id).executeTakeFirst();
  if (!place) return undefined;
  const repository = await lockRepositoryById(trx, place.repository_id);
  if (!repository) return undefined;
  // Asked again: while this transaction waited for the lock, another one may have ended the deletion.
  const deletion = await trx.selectFrom('deletions').selectAll().where('id', '=', id).executeTakeFirst();
  return deletion && { deletion, repository };
}

import type { Author } from '@wharf/registry';
import type { Transaction } from 'kysely';
import { newId } from '../new-id.ts';
import type { Database } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

/** Writes a tag's history, in the transaction that changes it. `digest` null: the tag goes. */
export async function recordTagChanges(
  trx: Transaction<Database>,
  repositoryId: string,
  changes: readonly { tag: string; digest: string | null }[],
  by: Author,
  at: Date,
): Promise<void> {
  await inChunks(changes, (chunk) => {
    const rows = chunk.map((change) => ({
      id: newId(),
      repository_id: repositoryId,
      ...change,
      author_id: by.id ?? null,
      author_name: by.name,
      changed_at: at.getTime(),
    }));
    return trx.insertInto('tag_changes').values(rows).execute();
  });
}

import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { inChunks } from './in-chunks.ts';

/** Which of `digests` the repository holds outside of the recycle bin. */
export async function manifestsInSight(
  db: Kysely<Database>,
  repositoryId: string,
  digests: readonly string[],
): Promise<string[]> {
  const rows = await inChunks([...new Set(digests)], (chunk) =>
    db
      .selectFrom('manifests')
      .select('digest')
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .where('deleted_at', 'is', null)
      .execute(),
  );
  return rows.map((row) => row.digest);
}

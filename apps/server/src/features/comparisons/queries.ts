import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

export async function findTagDigest(
  db: Kysely<Database>,
  repositoryId: string,
  tag: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('tags')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('name', '=', tag)
    .executeTakeFirst();
  return row?.digest;
}

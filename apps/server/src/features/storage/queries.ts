import type { Database, StorageLedgersTable } from '@wharf/db';
import type { Kysely } from 'kysely';

type Db = Kysely<Database>;

export type LedgerRow = StorageLedgersTable;

export async function findLedger(db: Db, id: string): Promise<LedgerRow | undefined> {
  return await db.selectFrom('storage_ledgers').selectAll().where('resource_id', '=', id).executeTakeFirst();
}

export async function listLargestOrganizations(db: Db, limit: number) {
  return await db
    .selectFrom('storage_ledgers')
    .innerJoin('organizations', 'organizations.id', 'storage_ledgers.resource_id')
    .selectAll('storage_ledgers')
    .select('organizations.name')
    .where('storage_ledgers.kind', '=', 'organization')
    .orderBy('storage_ledgers.bytes', 'desc')
    .limit(limit)
    .execute();
}

/** Their full names. */
export async function listLargestImages(db: Db, organizationId: string, limit: number) {
  return await db
    .selectFrom('storage_ledgers')
    .innerJoin('repositories', 'repositories.id', 'storage_ledgers.resource_id')
    .selectAll('storage_ledgers')
    .select('repositories.name')
    .where('storage_ledgers.organization_id', '=', organizationId)
    .orderBy('storage_ledgers.bytes', 'desc')
    .limit(limit)
    .execute();
}

export async function findUnendedJob(db: Db, kind: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('jobs')
    .select('id')
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
}

/** The tag's manifest with the images of an index, in sight. */
export async function listTagManifests(db: Db, repositoryId: string, tag: string): Promise<string[]> {
  const start = await db
    .selectFrom('tags')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('name', '=', tag)
    .executeTakeFirst();
  const found = new Set<string>();
  for (let wanted = start ? [start.digest] : []; wanted.length > 0; ) {
    for (const digest of wanted) found.add(digest);
    const children = await db
      .selectFrom('manifest_children')
      .select('child_digest')
      .distinct()
      .where('repository_id', '=', repositoryId)
      .where('manifest_digest', 'in', wanted)
      .execute();
    wanted = children.map((row) => row.child_digest).filter((digest) => !found.has(digest));
  }
  return [...found];
}

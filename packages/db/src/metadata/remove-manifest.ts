import type { Digest, RepositoryName } from '@wharf/oci';
import type { Author, RemoveManifestResult } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { type Deleted, deleteContent } from '../recycle-bin/delete-content.ts';
import type { KeptByIndex } from '../recycle-bin/plan-deletion.ts';
import { purgeDeletion } from '../recycle-bin/purge-deletion.ts';
import type { Database } from '../schema.ts';
import { lockRepository } from './locked-repository.ts';

interface Removal {
  name: RepositoryName;
  by: Author;
  at: Date;
  binDays: number;
}

/** As the specification has it: the manifest with its tags; what refers to it stays. */
export async function removeManifest(
  db: Kysely<Database>,
  digest: Digest,
  removal: Removal,
): Promise<RemoveManifestResult> {
  const removed = await remove(db, removal, { kind: 'manifests', tags: [], manifests: [digest] });
  if (!removed) return 'unknown';
  return 'kept' in removed ? { keptBy: removed.kept.index as Digest } : 'removed';
}

/** Takes the name away; the manifest stays and can be pulled by digest. */
export async function removeTag(db: Kysely<Database>, tag: string, removal: Removal): Promise<boolean> {
  return (await remove(db, removal, { kind: 'tags', tags: [tag], manifests: [] })) !== undefined;
}

async function remove(
  db: Kysely<Database>,
  { name, by, at, binDays }: Removal,
  what: { kind: 'tags' | 'manifests'; tags: string[]; manifests: string[] },
): Promise<Deleted | { kept: KeptByIndex } | undefined> {
  const removed = await db.transaction().execute(async (trx) => {
    const repository = await lockRepository(trx, name);
    return repository && deleteContent(trx, repository, { ...what, alsoManifests: false, by, at, binDays });
  });
  if (removed && 'id' in removed && binDays === 0) await purgeDeletion(db, removed.id, at);
  return removed;
}

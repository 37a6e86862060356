import type { Digest, Tag } from '@wharf/oci';
import type { ManifestNeeds, PutManifest, PutManifestResult } from '@wharf/registry';
import type { Kysely, Transaction } from 'kysely';
import { type RegistryEvent, recordEvents } from '../events.ts';
import type { Database } from '../schema.ts';
import { versionKey } from '../version-key.ts';
import { inChunks } from './in-chunks.ts';
import { changeRepository, openLockedRepository } from './locked-repository.ts';

type Trx = Transaction<Database>;

export async function putManifest(db: Kysely<Database>, put: PutManifest): Promise<PutManifestResult> {
  return db.transaction().execute(async (trx) => {
    const repository = await openLockedRepository(trx, put.name, put.at);
    if (!repository) return { put: false, missing: 'organization' };
    const missing = await findMissing(trx, repository.id, put.needs);
    if (missing) return { put: false, ...missing };

    const created = await writeManifest(trx, repository.id, put);
    if (created) await writeReferences(trx, repository.id, put.digest, put.needs);
    const tagEvents = await writeTags(trx, repository.id, put);
    await changeRepository(trx, repository.id, {
      tags: tagEvents.filter((event) => event.type === 'TagCreated').length,
      bytes: created ? put.content.byteLength : 0,
      pushedAt: put.at.getTime(),
    });
    const { digest, mediaType, tags } = put;
    const events = [{ type: 'ManifestPushed', digest, mediaType, tags, created } as const, ...tagEvents];
    await recordEvents(trx, repository, put.by, put.at, events);
    return { put: true };
  });
}

async function findMissing(
  trx: Trx,
  repositoryId: string,
  needs: ManifestNeeds,
): Promise<{ missing: 'blob' | 'manifest'; digest: Digest } | undefined> {
  const blob = await findAbsent(trx, 'repository_blobs', repositoryId, needs.blobs);
  if (blob) return { missing: 'blob', digest: blob };
  const manifest = await findAbsent(trx, 'manifests', repositoryId, needs.manifests);
  return manifest && { missing: 'manifest', digest: manifest };
}

async function findAbsent(
  trx: Trx,
  table: 'repository_blobs' | 'manifests',
  repositoryId: string,
  digests: readonly Digest[],
): Promise<Digest | undefined> {
  const rows = await inChunks(digests, (chunk) =>
    trx
      .selectFrom(table)
      .select('digest')
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .execute(),
  );
  const present = new Set<string>(rows.map((row) => row.digest));
  return digests.find((digest) => !present.has(digest));
}

/** The parts that the document names; an index names only documents, so the content of those counts with them. */
async function contentSize(trx: Trx, repositoryId: string, put: PutManifest): Promise<number> {
  if (put.kind === 'image') return put.contentSize;
  const children = await inChunks(put.needs.manifests, (chunk) =>
    trx
      .selectFrom('manifests')
      .select('content_size')
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .execute(),
  );
  return children.reduce((sum, child) => sum + child.content_size, put.contentSize);
}

/** Whether the manifest is new here. One that was pushed before is dated anew; its content cannot differ. */
async function writeManifest(trx: Trx, repositoryId: string, put: PutManifest): Promise<boolean> {
  const facts = {
    media_type: put.mediaType,
    kind: put.kind,
    artifact_type: put.artifactType ?? null,
    subject: put.subject ?? null,
    config_digest: put.configDigest ?? null,
    content_size: await contentSize(trx, repositoryId, put),
    platforms: JSON.stringify(put.platforms),
    annotations: put.annotations ? JSON.stringify(put.annotations) : null,
    pushed_at: put.at.getTime(),
    pushed_by: put.by.name,
  };
  const { numUpdatedRows } = await trx
    .updateTable('manifests')
    .set(facts)
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', put.digest)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return false;
  const { digest, content } = put;
  const row = { repository_id: repositoryId, digest, ...facts, size: content.byteLength, content };
  await trx.insertInto('manifests').values(row).execute();
  return true;
}

async function writeReferences(trx: Trx, repositoryId: string, digest: Digest, needs: ManifestNeeds): Promise<void> {
  const owner = { repository_id: repositoryId, manifest_digest: digest };
  await inChunks([...new Set(needs.blobs)], async (chunk) => {
    const rows = chunk.map((blob) => ({ ...owner, blob_digest: blob }));
    return trx.insertInto('manifest_blobs').values(rows).execute();
  });
  await inChunks([...new Set(needs.manifests)], async (chunk) => {
    const rows = chunk.map((child) => ({ ...owner, child_digest: child }));
    return trx.insertInto('manifest_children').values(rows).execute();
  });
}

async function writeTags(trx: Trx, repositoryId: string, put: PutManifest): Promise<RegistryEvent[]> {
  const tags = [...new Set(put.tags)];
  const before = new Map<string, string>();
  const rows = await inChunks(tags, (chunk) =>
    trx
      .selectFrom('tags')
      .select(['name', 'digest'])
      .where('repository_id', '=', repositoryId)
      .where('name', 'in', chunk)
      .execute(),
  );
  for (const row of rows) before.set(row.name, row.digest);
  await inChunks(tags, (chunk) => upsertTags(trx, repositoryId, chunk, put));

  const events: RegistryEvent[] = [];
  for (const tag of tags) {
    const previous = before.get(tag);
    if (previous === undefined) events.push({ type: 'TagCreated', tag, digest: put.digest });
    else if (previous !== put.digest) events.push({ type: 'TagMoved', tag, digest: put.digest, previous });
  }
  return events;
}

async function upsertTags(trx: Trx, repositoryId: string, tags: readonly Tag[], put: PutManifest) {
  const rows = tags.map((tag) => ({
    repository_id: repositoryId,
    name: tag,
    digest: put.digest,
    version_key: versionKey(tag),
    pushed_at: put.at.getTime(),
    pushed_by: put.by.name,
  }));
  return trx
    .insertInto('tags')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'name']).doUpdateSet((row) => ({
        digest: row.ref('excluded.digest'),
        pushed_at: row.ref('excluded.pushed_at'),
        pushed_by: row.ref('excluded.pushed_by'),
      })),
    )
    .execute();
}

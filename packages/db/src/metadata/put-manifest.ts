import type { Digest } from '@wharf/oci';
import type { ManifestNeeds, PutManifest, PutManifestResult } from '@wharf/registry';
import type { Kysely, Transaction } from 'kysely';
import { recordEvents } from '../events.ts';
import { reviveManifests } from '../recycle-bin/revive-manifests.ts';
import type { Database } from '../schema.ts';
import { checkNeeds } from './check-needs.ts';
import { inChunks } from './in-chunks.ts';
import { changeRepository, openLockedRepository } from './locked-repository.ts';
import { createdTags, putTags } from './put-tags.ts';

type Trx = Transaction<Database>;

export async function putManifest(db: Kysely<Database>, put: PutManifest): Promise<PutManifestResult> {
  return db.transaction().execute(async (trx) => {
    const repository = await openLockedRepository(trx, put.name, put.at);
    if (!repository) return { put: false, missing: 'organization' };
    const needs = await checkNeeds(trx, repository.id, put.needs);
    if (needs.missing) return { put: false, ...needs };

    const { digest, mediaType, content, by, at } = put;
    const written = await writeManifest(trx, repository.id, put, needs.childBytes);
    if (written === 'created') await writeReferences(trx, repository.id, digest, put.needs);
    const revived = written === 'in-bin' ? await reviveManifests(trx, repository.id, [digest]) : undefined;
    const pushed = { digest, pushedAt: at.getTime(), pushedBy: by.name };
    const tags = [...new Set(put.tags)];
    const tagEvents = await putTags(
      trx,
      repository.id,
      tags.map((name) => ({ name, ...pushed })),
      by,
      at,
    );
    await changeRepository(trx, repository, {
      tags: createdTags(tagEvents),
      bytes: revived?.bytes ?? (written === 'created' ? content.byteLength + needs.newBytes : 0),
      pushedAt: at.getTime(),
    });
    const created = written !== 'known';
    const events = [{ type: 'ManifestPushed', digest, mediaType, tags: put.tags, created } as const, ...tagEvents];
    await recordEvents(trx, repository, by, at, events);
    return { put: true };
  });
}

/** One that was pushed before is dated anew; its content cannot differ. */
async function writeManifest(
  trx: Trx,
  repositoryId: string,
  put: PutManifest,
  childBytes: number,
): Promise<'created' | 'known' | 'in-bin'> {
  const facts = {
    media_type: put.mediaType,
    kind: put.kind,
    artifact_type: put.artifactType ?? null,
    subject: put.subject ?? null,
    config_digest: put.configDigest ?? null,
    // The parts that the document names; an index names only documents, so the content of those counts with them.
    content_size: put.contentSize + (put.kind === 'index' ? childBytes : 0),
    platforms: JSON.stringify(put.platforms),
    annotations: put.annotations ? JSON.stringify(put.annotations) : null,
    pushed_at: put.at.getTime(),
    pushed_by: put.by.name,
  };
  const known = await trx
    .updateTable('manifests')
    .set(facts)
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', put.digest)
    .returning('deleted_at')
    .executeTakeFirst();
  if (known) return known.deleted_at === null ? 'known' : 'in-bin';
  const { digest, content } = put;
  const row = { repository_id: repositoryId, digest, ...facts, size: content.byteLength, content };
  await trx.insertInto('manifests').values(row).execute();
  return 'created';
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

import type { Digest, RepositoryName, Tag } from '@wharf/oci';
import type { Author } from '@wharf/registry';
import type { Transaction } from 'kysely';
import { type RegistryEvent, recordEvents } from '../events.ts';
import { reviveManifests } from '../recycle-bin/revive-manifests.ts';
import type { Database } from '../schema.ts';
import { inChunks } from './in-chunks.ts';
import { blobsNamedBy, unnamedBytes } from './live-bytes.ts';
import { changeRepository, type LockedRepository, openLockedRepositories } from './locked-repository.ts';
import { manifestsInSight } from './manifests-in-sight.ts';
import { createdTags, findTagDigests, putTags } from './put-tags.ts';

type Trx = Transaction<Database>;

export interface CopyManifest {
  /** Id of the repository that holds it. */
  from: string;
  to: RepositoryName;
  digest: Digest;
  /** Names it in the target. */
  tag: Tag;
  /** Also what refers to it: signatures, SBOMs ... */
  referrers: boolean;
  /** Whether the tag may move away from another manifest. */
  overwrite: boolean;
  by: Author;
  at: Date;
}

export interface Copied {
  /** Manifests that the target did not hold. */
  manifests: number;
  /** What its content became larger by. */
  bytes: number;
  /** Where the tag was before. */
  previous: string | undefined;
}

/**
 * Makes a manifest, with the images of an index and their blobs, one of another repository's too: nothing is sent.
 * Undefined when the target's organization does not exist; `missing` when the source does not hold the manifest; `taken` when the
 * tag is at another one, which `overwrite` does not allow to leave. Nothing is done then.
 */
export async function copyManifest(
  trx: Trx,
  copy: CopyManifest,
): Promise<Copied | { missing: string } | { taken: string } | undefined> {
  const { from, by, at } = copy;
  const target = await openLockedRepositories(trx, copy.to, from, at);
  if (!target) return undefined;
  const wanted = await collect(trx, from, copy.digest, copy.referrers);
  if (!wanted.has(copy.digest)) return { missing: copy.digest };
  const previous = (await findTagDigests(trx, target.id, [copy.tag])).get(copy.tag);
  if (previous !== undefined && previous !== copy.digest && !copy.overwrite) return { taken: previous };
  await linkBlobs(trx, target.id, await blobsNamedBy(trx, from, [...wanted]), at);

  const revived = await reviveManifests(trx, target.id, [...wanted]);
  const present = new Set(await manifestsInSight(trx, target.id, [...wanted]));
  const absent = [...wanted].filter((digest) => !present.has(digest));
  const newBytes = await unnamedBytes(trx, target.id, await blobsNamedBy(trx, from, absent));
  const sizes = await copyRows(trx, from, target.id, absent, by, at);
  const bytes = sizes + newBytes + revived.bytes;
  const put = { name: copy.tag, digest: copy.digest, pushedAt: at.getTime(), pushedBy: by.name };
  const tagEvents = await putTags(trx, target.id, [put], by, at);
  await changeRepository(trx, target, { tags: createdTags(tagEvents), bytes, pushedAt: at.getTime() });
  const pushed = [...absent, ...revived.manifests];
  await recordEvents(trx, target, by, at, [...(await pushEvents(trx, target, pushed, copy)), ...tagEvents]);
  return { manifests: pushed.length, bytes, previous };
}

/** The manifest with its images and referrers, as far as they are in sight. */
async function collect(trx: Trx, from: string, digest: string, referrers: boolean): Promise<Set<string>> {
  const found = new Set<string>();
  let wanted = [digest];
  while (wanted.length > 0) {
    const here = await manifestsInSight(trx, from, wanted);
    for (const one of here) found.add(one);
    const children = await inChunks(here, (chunk) =>
      trx
        .selectFrom('manifest_children')
        .select('child_digest as digest')
        .where('repository_id', '=', from)
        .where('manifest_digest', 'in', chunk)
        .execute(),
    );
    const others = referrers ? await inChunks(here, (chunk) => referrersOf(trx, from, chunk)) : [];
    wanted = [...new Set([...children, ...others].map((row) => row.digest))].filter((one) => !found.has(one));
  }
  return found;
}

function referrersOf(trx: Trx, repositoryId: string, subjects: readonly string[]) {
  return trx
    .selectFrom('manifests')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('subject', 'in', subjects)
    .where('deleted_at', 'is', null)
    .execute();
}

/** The source holds them, and so they stay; touched as by a mount, in one order, so that two copies never wait for each other. */
async function linkBlobs(trx: Trx, repositoryId: string, blobs: ReadonlySet<string>, at: Date): Promise<void> {
  const wanted = [...blobs].sort();
  await inChunks(wanted, (chunk) =>
    trx.selectFrom('blobs').select('digest').where('digest', 'in', chunk).orderBy('digest').forNoKeyUpdate().execute(),
  );
  await inChunks(wanted, async (chunk) => {
    await trx.updateTable('blobs').set({ touched_at: at.getTime() }).where('digest', 'in', chunk).execute();
    await trx
      .insertInto('repository_blobs')
      .values(chunk.map((digest) => ({ repository_id: repositoryId, digest })))
      .onConflict((conflict) => conflict.columns(['repository_id', 'digest']).doNothing())
      .execute();
    return [];
  });
}

/** Gives the documents' bytes. */
async function copyRows(
  trx: Trx,
  from: string,
  to: string,
  digests: readonly string[],
  by: Author,
  at: Date,
): Promise<number> {
  const rows = await inChunks(
    digests,
    (chunk) =>
      trx.selectFrom('manifests').selectAll().where('repository_id', '=', from).where('digest', 'in', chunk).execute(),
    50,
  );
  const pushed = { repository_id: to, pushed_at: at.getTime(), pushed_by: by.name };
  await inChunks(
    rows,
    (chunk) =>
      trx
        .insertInto('manifests')
        .values(chunk.map((row) => ({ ...row, ...pushed })))
        .execute(),
    50,
  );
  await inChunks(digests, async (chunk) => {
    await trx
      .insertInto('manifest_blobs')
      .columns(['repository_id', 'manifest_digest', 'blob_digest'])
      .expression((row) =>
        row
          .selectFrom('manifest_blobs')
          .select([row.val(to).as('repository_id'), 'manifest_digest', 'blob_digest'])
          .where('repository_id', '=', from)
          .where('manifest_digest', 'in', chunk),
      )
      .execute();
    await trx
      .insertInto('manifest_children')
      .columns(['repository_id', 'manifest_digest', 'child_digest'])
      .expression((row) =>
        row
          .selectFrom('manifest_children')
          .select([row.val(to).as('repository_id'), 'manifest_digest', 'child_digest'])
          .where('repository_id', '=', from)
          .where('manifest_digest', 'in', chunk),
      )
      .execute();
    return [];
  });
  return rows.reduce((sum, row) => sum + row.size, 0);
}

async function pushEvents(
  trx: Trx,
  target: LockedRepository,
  digests: readonly string[],
  { digest, tag }: CopyManifest,
): Promise<RegistryEvent[]> {
  const rows = await inChunks(digests, (chunk) =>
    trx
      .selectFrom('manifests')
      .select(['digest', 'media_type'])
      .where('repository_id', '=', target.id)
      .where('digest', 'in', chunk)
      .execute(),
  );
  return rows.map((row) => ({
    type: 'ManifestPushed',
    digest: row.digest,
    mediaType: row.media_type,
    tags: row.digest === digest ? [tag] : [],
    created: true,
  }));
}

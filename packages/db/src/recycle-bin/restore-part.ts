import type { Author } from '@wharf/registry';
import type { Transaction } from 'kysely';
import { recordEvents } from '../events.ts';
import { inChunks } from '../metadata/in-chunks.ts';
import { changeRepository } from '../metadata/locked-repository.ts';
import { manifestsInSight } from '../metadata/manifests-in-sight.ts';
import { createdTags, findTagDigests, putTags } from '../metadata/put-tags.ts';
import type { Database, DeletedTagsTable } from '../schema.ts';
import { binManifests } from './delete-content.ts';
import { lockDeletion } from './lock-deletion.ts';
import { addUnnamed } from './plan-deletion.ts';
import { putBackAttributes } from './repository-attributes.ts';
import { leaveDeletion, reviveManifests } from './revive-manifests.ts';

type Trx = Transaction<Database>;

export interface Restored {
  /** Full name. */
  repository: string;
  tags: number;
  manifests: number;
  /** Tags that exist again with another digest: left as they are, the deleted ones stay in the bin with what only they name. */
  conflicts: { tag: string; digest: string; presentDigest: string }[];
  /** Tags whose manifest is gone for good. */
  lost: { tag: string; digest: string }[];
}

/** What of a deletion to restore: all; tags from a name on, with all that belongs to them; then the other manifests. */
export type Portion =
  | { of: 'all' }
  | { of: 'tags'; after: string }
  | {
      of: 'manifests';
      after: string;
      /** Digests of the tags in conflict. */
      conflicts: ReadonlySet<string>;
      /** What former steps brought back; this one adds to it. */
      revived: Set<string>;
    };

interface Part {
  overwrite: boolean;
  limit: number;
  pick: Portion;
}

/** Undefined when the deletion is gone or has expired. `last` is where the next part begins; undefined at the end. */
export async function restorePart(
  trx: Trx,
  id: string,
  by: Author,
  at: Date,
  part: Part,
): Promise<(Restored & { last: string | undefined }) | undefined> {
  const locked = await lockDeletion(trx, id);
  if (!locked || locked.deletion.expires_at <= at.getTime()) return undefined;
  const { repository, deletion } = locked;
  const { tags, digests, last } = await choose(trx, id, part);
  const revived = await reviveManifests(trx, repository.id, digests, { referrers: true });
  const sorted = await sortTags(trx, repository.id, tags, part.overwrite);
  const events = await putTags(
    trx,
    repository.id,
    sorted.back.map(({ name, digest, pushed_at, pushed_by, pulls, pulled_at }) => ({
      name,
      digest,
      pushedAt: pushed_at,
      pushedBy: pushed_by,
      pulls,
      pulledAt: pulled_at,
    })),
    by,
    at,
  );
  const { conflicts, allowed } = held(part.pick, sorted.conflicts, revived.manifests);
  const again = await binAgain(trx, repository.id, deletion, conflicts, allowed);
  await dropTags(trx, id, [...sorted.back, ...sorted.lost]);

  const manifests = revived.manifests.length - again.manifests;
  const before = await pushTime(trx, repository.id);
  await changeRepository(trx, repository, {
    tags: createdTags(events),
    bytes: revived.bytes - again.bytes,
    ...(manifests > 0 ? { pushedAt: Math.max(before ?? 0, revived.pushedAt ?? 0) } : {}),
  });
  if (deletion.attributes !== null && before === null && manifests > 0) {
    await putBackAttributes(trx, repository, deletion.attributes);
  }
  await recordEvents(trx, repository, by, at, [
    ...events,
    { type: 'DeletionRestored', deletion: id, tags: sorted.back.length, manifests },
  ]);
  return {
    repository: repository.name,
    tags: sorted.back.length,
    manifests,
    conflicts: sorted.conflicts.map(({ name, digest, present }) => ({ tag: name, digest, presentDigest: present })),
    lost: sorted.lost.map(({ name, digest }) => ({ tag: name, digest })),
    last,
  };
}

async function choose(trx: Trx, id: string, { pick, limit }: Part) {
  const allTags = trx.selectFrom('deleted_tags').selectAll().where('deletion_id', '=', id).orderBy('name');
  const allDigests = trx.selectFrom('deleted_manifests').select('digest').where('deletion_id', '=', id);
  if (pick.of === 'all') {
    const [tags, manifests] = [await allTags.execute(), await allDigests.execute()];
    return { tags, digests: [...manifests, ...tags].map((row) => row.digest), last: undefined };
  }
  if (pick.of === 'tags') {
    const tags = await allTags.where('name', '>', pick.after).limit(limit).execute();
    return { tags, digests: tags.map((row) => row.digest), last: tags.at(-1)?.name };
  }
  const rows = await allDigests.where('digest', '>', pick.after).orderBy('digest').limit(limit).execute();
  const digests = rows.map((row) => row.digest);
  return { tags: [], digests, last: digests.at(-1) };
}

async function sortTags(trx: Trx, repositoryId: string, tags: DeletedTagsTable[], overwrite: boolean) {
  const present = await findTagDigests(
    trx,
    repositoryId,
    tags.map((row) => row.name),
  );
  const rows = await inChunks([...new Set(tags.map((row) => row.digest))], (chunk) =>
    trx
      .selectFrom('manifests')
      .select('digest')
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .where('deleted_at', 'is', null)
      .execute(),
  );
  const there = new Set(rows.map((row) => row.digest));
  const back: DeletedTagsTable[] = [];
  const lost: DeletedTagsTable[] = [];
  const conflicts: (DeletedTagsTable & { present: string })[] = [];
  for (const tag of tags) {
    const taken = present.get(tag.name);
    if (!there.has(tag.digest)) lost.push(tag);
    else if (taken === undefined || taken === tag.digest || overwrite) back.push(tag);
    else conflicts.push({ ...tag, present: taken });
  }
  return { back, lost, conflicts };
}

/** The digests of the tags in conflict, and the manifests that may go back into the bin because of them. */
function held(pick: Portion, conflicts: readonly DeletedTagsTable[], revived: readonly string[]) {
  if (pick.of !== 'manifests') return { conflicts: conflicts.map(({ digest }) => digest), allowed: new Set(revived) };
  for (const digest of revived) pick.revived.add(digest);
  return { conflicts: [...pick.conflicts], allowed: pick.revived };
}

/** What only tags in conflict name goes back into the bin, to come with them. */
async function binAgain(
  trx: Trx,
  repositoryId: string,
  deletion: { id: string; deleted_at: number },
  conflicts: readonly string[],
  allowed: ReadonlySet<string>,
): Promise<{ manifests: number; bytes: number }> {
  const unnamed = new Set<string>();
  const seeds = conflicts.filter((digest) => allowed.has(digest));
  await addUnnamed(trx, repositoryId, seeds, new Map(), unnamed);
  // A former step may have put some into the bin already.
  const digests = await manifestsInSight(
    trx,
    repositoryId,
    [...unnamed].filter((digest) => allowed.has(digest)),
  );
  if (digests.length === 0) return { manifests: 0, bytes: 0 };
  const bytes = await binManifests(trx, repositoryId, deletion.id, digests, new Date(deletion.deleted_at));
  await leaveDeletion(trx, deletion.id, { manifests: -digests.length, bytes: -bytes });
  return { manifests: digests.length, bytes };
}

async function dropTags(trx: Trx, id: string, tags: readonly DeletedTagsTable[]): Promise<void> {
  await inChunks(tags, (chunk) =>
    trx
      .deleteFrom('deleted_tags')
      .where('deletion_id', '=', id)
      .where(
        'name',
        'in',
        chunk.map((tag) => tag.name),
      )
      .execute(),
  );
  await leaveDeletion(trx, id, { tags: tags.length });
}

async function pushTime(trx: Trx, repositoryId: string): Promise<number | null> {
  const repository = trx.selectFrom('repositories').select('pushed_at').where('id', '=', repositoryId);
  return (await repository.executeTakeFirstOrThrow()).pushed_at;
}

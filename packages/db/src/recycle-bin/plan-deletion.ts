import type { Kysely } from 'kysely';
import { inChunks } from '../metadata/in-chunks.ts';
import { manifestsInSight } from '../metadata/manifests-in-sight.ts';
import type { Database } from '../schema.ts';

type Db = Kysely<Database>;

/** What to delete of a repository's content in sight. Names and digests that it does not hold are passed over. */
export interface Selection {
  tags: readonly string[] | 'all';
  /** They go with all their tags. */
  manifests?: readonly string[];
  /**
   * Of what goes, everything that then neither a tag nor an index names: manifests at the tags, images of indexes and
   * referrers. Left out, the tags go alone, and the manifests alone with their tags.
   */
  alsoManifests: boolean;
}

export interface DeletionPlan {
  /** Tag to digest. */
  tags: Map<string, string>;
  manifests: Set<string>;
}

/** An index that stays names one of the manifests. */
export interface KeptByIndex {
  manifest: string;
  index: string;
}

/** What `selection` takes along, decided on what is there now: hold the repository's lock to act on it. */
export async function planDeletion(
  db: Db,
  repositoryId: string,
  selection: Selection,
): Promise<DeletionPlan | { kept: KeptByIndex }> {
  const explicit = new Set(await manifestsInSight(db, repositoryId, selection.manifests ?? []));
  const kept = await findKept(db, repositoryId, explicit);
  if (kept) return { kept };
  const tags = await findTags(db, repositoryId, selection.tags);
  for (const [name, digest] of await tagsAt(db, repositoryId, [...explicit])) tags.set(name, digest);
  const manifests = new Set(explicit);
  if (selection.alsoManifests) {
    const near = await neighbours(db, repositoryId, [...explicit]);
    await addUnnamed(db, repositoryId, [...tags.values(), ...near], tags, manifests);
  }
  return { tags, manifests };
}

/**
 * Adds to `going` what nothing names any more, beginning with `seeds`: a manifest goes when no tag outside of `tags` and no
 * index outside of `going` names it, and then its images and referrers are asked in turn.
 */
export async function addUnnamed(
  db: Db,
  repositoryId: string,
  seeds: readonly string[],
  tags: ReadonlyMap<string, string>,
  going: Set<string>,
): Promise<void> {
  let candidates = [...new Set(seeds)].filter((digest) => !going.has(digest));
  while (candidates.length > 0) {
    const named = new Set<string>();
    for (const [name, digest] of await tagsAt(db, repositoryId, candidates)) if (!tags.has(name)) named.add(digest);
    for (const { index, child } of await indexesOf(db, repositoryId, candidates)) {
      if (!going.has(index)) named.add(child);
    }
    const next = candidates.filter((digest) => !named.has(digest));
    for (const digest of next) going.add(digest);
    candidates = (await neighbours(db, repositoryId, next)).filter((digest) => !going.has(digest));
  }
}

async function findKept(db: Db, repositoryId: string, going: ReadonlySet<string>): Promise<KeptByIndex | undefined> {
  const outside = (await indexesOf(db, repositoryId, [...going])).filter(({ index }) => !going.has(index));
  const first = outside.sort((a, b) => (a.index < b.index ? -1 : 1))[0];
  return first && { manifest: first.child, index: first.index };
}

async function findTags(db: Db, repositoryId: string, names: readonly string[] | 'all'): Promise<Map<string, string>> {
  const query = () => db.selectFrom('tags').select(['name', 'digest']).where('repository_id', '=', repositoryId);
  const rows =
    names === 'all'
      ? await query().execute()
      : await inChunks([...new Set(names)], (chunk) => query().where('name', 'in', chunk).execute());
  return new Map(rows.map((row) => [row.name, row.digest]));
}

async function tagsAt(db: Db, repositoryId: string, digests: readonly string[]): Promise<[string, string][]> {
  const rows = await inChunks(digests, (chunk) =>
    db
      .selectFrom('tags')
      .select(['name', 'digest'])
      .where('repository_id', '=', repositoryId)
      .where('digest', 'in', chunk)
      .execute(),
  );
  return rows.map((row) => [row.name, row.digest]);
}

/** Indexes in sight that name one of `children`. */
async function indexesOf(db: Db, repositoryId: string, children: readonly string[]) {
  return inChunks(children, (chunk) =>
    db
      .selectFrom('manifest_children')
      .innerJoin('manifests', (join) =>
        join
          .onRef('manifests.repository_id', '=', 'manifest_children.repository_id')
          .onRef('manifests.digest', '=', 'manifest_children.manifest_digest'),
      )
      .select(['manifest_children.manifest_digest as index', 'manifest_children.child_digest as child'])
      .where('manifest_children.repository_id', '=', repositoryId)
      .where('manifest_children.child_digest', 'in', chunk)
      .where('manifests.deleted_at', 'is', null)
      .execute(),
  );
}

/** Images of these indexes and what refers to these manifests, as far as it is in sight. */
async function neighbours(db: Db, repositoryId: string, digests: readonly string[]): Promise<string[]> {
  const children = await inChunks(digests, (chunk) =>
    db
      .selectFrom('manifest_children')
      .innerJoin('manifests', (join) =>
        join
          .onRef('manifests.repository_id', '=', 'manifest_children.repository_id')
          .onRef('manifests.digest', '=', 'manifest_children.child_digest'),
      )
      .select('manifests.digest')
      .where('manifest_children.repository_id', '=', repositoryId)
      .where('manifest_children.manifest_digest', 'in', chunk)
      .where('manifests.deleted_at', 'is', null)
      .execute(),
  );
  const referrers = await inChunks(digests, (chunk) =>
    db
      .selectFrom('manifests')
      .select('digest')
      .where('repository_id', '=', repositoryId)
      .where('subject', 'in', chunk)
      .where('deleted_at', 'is', null)
      .execute(),
  );
  return [...new Set([...children, ...referrers].map((row) => row.digest))];
}

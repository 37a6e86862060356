import type { DeletionSelection } from '@wharf/api';
import type { Database, DeletionsTable, Selection } from '@wharf/db';
import type { Kysely } from 'kysely';
import { listAllTags, listLiveDigests, listMatchingTags } from './selection-queries.ts';

type Db = Kysely<Database>;

/** Tags or manifests that one transaction takes at most: others wait for it. What is more becomes a job. */
export const stepSize = 500;

export type NamedSelection = Selection & { kind: DeletionsTable['kind'] };

/** What the body selects, by name. Not for a whole repository. */
export async function nameSelection(
  db: Db,
  repositoryId: string,
  selection: Exclude<DeletionSelection, { repository: true }>,
  at: Date,
): Promise<NamedSelection> {
  if ('tags' in selection) return { kind: 'tags', tags: selection.tags, manifests: [], alsoManifests: true };
  if ('manifests' in selection) {
    return { kind: 'manifests', tags: [], manifests: selection.manifests, alsoManifests: true };
  }
  const { filter, except } = selection;
  const tags = await listMatchingTags(db, repositoryId, { q: filter.q, except, before: at });
  return { kind: 'tags', tags, manifests: [], alsoManifests: true };
}

/** All that a repository holds in sight. */
export async function planEverything(db: Db, repositoryId: string) {
  const [tags, manifests] = await Promise.all([listAllTags(db, repositoryId), listLiveDigests(db, repositoryId)]);
  return { tags: new Map(tags.map((row) => [row.name, row.digest])), manifests: new Set(manifests) };
}

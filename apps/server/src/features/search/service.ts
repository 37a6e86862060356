import type { Result } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';
import { isoTime } from '../iso-time.ts';
import {
  findByPrefix,
  findOrganizations,
  findRepositories,
  findTagsIn,
  type Hit,
  manifestsAt,
  namesOf,
  tagsAt,
} from './queries.ts';
import type { SearchTerms } from './read-search.ts';

/** In how many images a tag is looked for when the text names the image too. */
const imagesOfTag = 100;

/** All kinds of hits side by side, at most `limit` of each. */
export async function search(
  db: Kysely<Database>,
  actor: UserActor,
  terms: SearchTerms,
  limit: number,
  at: Date,
): Promise<Result<'search'>> {
  const some = limit + 1;
  const [organizations, repositories, tagHits, digestHits] = await Promise.all([
    findOrganizations(db, actor, terms.name, some),
    findRepositories(db, actor, terms.name, some, at),
    findTags(db, actor, terms.tag, some, at),
    terms.digest ? findByPrefix(db, actor, 'digest', terms.digest, some, at) : [],
  ]);
  const shown = { tags: tagHits.slice(0, limit), manifests: digestHits.slice(0, limit) };
  const [names, tags, manifests] = await Promise.all([
    namesOf(db, [...new Set([...shown.tags, ...shown.manifests].map((hit) => hit.repository_id))]),
    tagsAt(db, shown.tags),
    manifestsAt(db, shown.manifests),
  ]);
  const placeOf = (repositoryId: string) => split(names.get(repositoryId) ?? '');
  return {
    organizations: group(organizations, limit),
    repositories: group(
      repositories.map(({ name, visibility }) => ({ ...split(name), visibility })),
      limit,
    ),
    tags: {
      items: inOrderOf(shown.tags, tags, ({ name }) => name).map((tag) => ({
        ...placeOf(tag.repository_id),
        tag: tag.name,
        digest: tag.digest,
        pushedAt: isoTime(tag.pushed_at),
      })),
      more: tagHits.length > limit,
    },
    manifests: {
      items: inOrderOf(shown.manifests, manifests, ({ digest }) => digest).map((manifest) => ({
        ...placeOf(manifest.repository_id),
        digest: manifest.digest,
        kind: manifest.kind,
        tag: manifest.tag,
      })),
      more: digestHits.length > limit,
    },
  };
}

async function findTags(
  db: Kysely<Database>,
  actor: UserActor,
  tag: SearchTerms['tag'],
  limit: number,
  at: Date,
): Promise<Hit[]> {
  if (!tag) return [];
  if (!tag.image) return await findByPrefix(db, actor, 'tag', tag.prefix, limit, at);
  const images = await findRepositories(db, actor, tag.image, imagesOfTag, at);
  if (images.length === 0) return [];
  const ids = images.map(({ id }) => id);
  return await findTagsIn(db, ids, tag.prefix, limit);
}

function group<T>(found: T[], limit: number): { items: T[]; more: boolean } {
  return { items: found.slice(0, limit), more: found.length > limit };
}

/** What went away between two queries is left out. */
function inOrderOf<T extends { repository_id: string }>(hits: Hit[], rows: T[], wordOf: (row: T) => string): T[] {
  return hits.flatMap(
    (hit) => rows.find((row) => row.repository_id === hit.repository_id && wordOf(row) === hit.word) ?? [],
  );
}

function split(name: string): { organization: string; repository: string } {
  const slash = name.indexOf('/');
  return { organization: name.slice(0, slash), repository: name.slice(slash + 1) };
}

import type { ManifestPlace, Referrer } from '@wharf/api';
import type { UserActor } from '../../auth/user-actor.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { artifactTypeShown } from '../artifact-type.ts';
import { authorizeRepository } from '../authorize.ts';
import { isoTime } from '../iso-time.ts';
import { cosignTag, cosignTags, purposeOf } from './purpose.ts';
import { holdsManifest, manifestsAtTags, placesOf, referrersOf, tagsAt } from './queries.ts';

interface ManifestParams {
  organization: string;
  repository: string;
  digest: string;
}

const referrerLimit = 200;
const stepLimit = 5;
const placeLimit = 100;
const tagLimit = 10;

type Row = Omit<Awaited<ReturnType<ReturnType<typeof referrersOf>['execute']>>[number], 'subject'>;

/** @throws ApiError `not-found` */
export async function getReferrerTree(
  services: Services,
  actor: UserActor,
  params: ManifestParams,
): Promise<{ items: Referrer[]; more: boolean }> {
  const { db } = services.database;
  const { id, held } = await readable(services, actor, params);
  const items: Referrer[] = [];
  const seen = new Set([params.digest]);
  let more = false;
  const add = (row: Row, subject: string, tag: string | null, purpose: Referrer['purpose']) => {
    // A ring of subjects would need a hash that holds itself, but tags can make one.
    if (seen.has(row.digest)) return;
    if (items.length >= referrerLimit) {
      more = true;
      return;
    }
    seen.add(row.digest);
    items.push(present(row, subject, tag, purpose, held));
  };
  let subjects = [params.digest];
  for (let step = 0; step < stepLimit && subjects.length > 0; step++) {
    const before = items.length;
    const rows = await referrersOf(db, id, subjects, referrerLimit + 1).execute();
    for (const row of rows) add(row, row.subject ?? '', null, purposeOf(factsOf(row)));
    const tags = new Map(
      subjects.flatMap((subject) =>
        cosignTags.map(([ending, purpose]) => [cosignTag(subject, ending), { subject, purpose }] as const),
      ),
    );
    for (const { tag, ...row } of await manifestsAtTags(db, id, [...tags.keys()]).execute()) {
      const meant = tags.get(tag);
      if (meant) add(row, meant.subject, tag, meant.purpose);
    }
    subjects = items.slice(before).map(({ digest }) => digest);
  }
  return { items, more };
}

/** @throws ApiError `not-found` */
export async function listManifestPlaces(
  services: Services,
  actor: UserActor,
  params: ManifestParams,
): Promise<{ items: ManifestPlace[]; more: boolean }> {
  const { db } = services.database;
  await readable(services, actor, params);
  const rows = await placesOf(db, actor, params.digest, placeLimit + 1, services.now()).execute();
  const places = rows.slice(0, placeLimit);
  const ids = places.map(({ id }) => id);
  const tags = await tagsAt(db, ids, params.digest, placeLimit * tagLimit).execute();
  const items = places.map((row) => ({
    organization: row.organization,
    repository: row.name.slice(row.organization.length + 1),
    tags: tags.flatMap((tag) => (tag.repository_id === row.id ? [tag.name] : [])).slice(0, tagLimit),
    pushedAt: isoTime(row.pushed_at),
  }));
  return { items, more: rows.length > placeLimit };
}

async function readable(services: Services, actor: UserActor, params: ManifestParams) {
  const { db } = services.database;
  const { id, held } = await authorizeRepository(db, actor, params, 'read', services.now());
  if (!(await holdsManifest(db, id, params.digest))) throw notFound(`the manifest ${params.digest}`);
  return { id, held: held !== undefined };
}

function factsOf(row: Row) {
  const annotations = row.annotations === null ? {} : (JSON.parse(row.annotations) as Record<string, string>);
  return { artifactType: row.artifact_type, annotations };
}

/** @param held whether the reader holds a level on the repository: others do not learn who works on it */
function present(row: Row, subject: string, tag: string | null, purpose: Referrer['purpose'], held: boolean): Referrer {
  return {
    digest: row.digest,
    subject,
    mediaType: row.media_type,
    artifactType: artifactTypeShown(row.artifact_type),
    purpose,
    tag,
    size: row.content_size,
    pushedAt: isoTime(row.pushed_at),
    pushedBy: held ? row.pushed_by : null,
  };
}

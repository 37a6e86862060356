import type { Body, Result, UploadPlan } from '@wharf/api';
import type { Database } from '@wharf/db';
import { enqueueJob } from '@wharf/jobs';
import { parseRepositoryName, type RepositoryName } from '@wharf/oci';
import type { Origin } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { authorizeScopes } from '../../auth/authorize-scopes.ts';
import { tokenContent } from '../../auth/registry-tokens.ts';
import type { CurrentSession } from '../../auth/sessions.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization } from '../authorize.ts';
import { chooseLayer } from './choose-layer.ts';
import { type ComingPart, foresee } from './foresee.ts';
import { compressLayerKind } from './job.ts';
import { layerMediaType } from './layer-compression.ts';
import { findBlobsElsewhere, findLayerContents, findTags } from './queries.ts';

/** Answers all that an upload has to know before its first byte. @throws ApiError `not-found`, `forbidden` */
export async function planPageUpload(
  { database: { db }, now }: Services,
  actor: UserActor,
  organization: string,
  asked: { digests: string[]; layers: { diffId: string; size: number }[]; tags: { repository: string; tag: string }[] },
): Promise<UploadPlan> {
  const { id } = await authorizeOrganization(db, actor, organization, 'edit');
  const repositories = [...new Set(asked.tags.map(({ repository }) => `${organization}/${repository}`))];
  const [{ contents, blobs }, tags] = await Promise.all([
    findPullable(db, actor, id, asked, now()),
    findTags(db, repositories, [...new Set(asked.tags.map(({ tag }) => tag))]),
  ]);
  const there = new Map(
    blobs.map(({ digest, size, own_repository, any_repository }) => {
      return [digest, { digest, size, repository: own_repository ?? any_repository }];
    }),
  );
  const layers = new Map<string, UploadPlan['layers'][number]>();
  const blobsByDigest = new Map(blobs.map((blob) => [blob.digest, blob]));
  for (const { diffId, size } of asked.layers) {
    const chosen = chooseLayer(contents, blobsByDigest, diffId, size);
    const blob = chosen && there.get(chosen.blob.digest);
    if (blob && chosen.content.compression !== 'none') {
      layers.set(diffId, { diffId, ...blob, mediaType: layerMediaType(chosen.content.compression) });
    }
  }
  const current = new Map(tags.map(({ repository, tag, digest }) => [`${repository}:${tag}`, digest]));
  return {
    blobs: asked.digests.flatMap((digest) => there.get(digest) ?? []),
    layers: [...layers.values()],
    tags: asked.tags.map(({ repository, tag }) => {
      return { repository, tag, current: current.get(`${organization}/${repository}:${tag}`) ?? null };
    }),
  };
}

/** Of what is asked about, what lies where the actor can pull it; layers by the verified forms of them. */
async function findPullable(
  db: Kysely<Database>,
  actor: UserActor,
  organizationId: string,
  asked: { digests: readonly string[]; layers: readonly { diffId: string }[] },
  at: Date,
) {
  const diffIds = asked.layers.map(({ diffId }) => diffId);
  const contents = await findLayerContents(db, actor, diffIds, at);
  const digests = [...new Set([...asked.digests, ...contents.map((content) => content.blob_digest)])];
  return { contents, blobs: await findBlobsElsewhere(db, actor, organizationId, digests, at) };
}

/** What the quotas of the account would say to an upload. @throws ApiError `not-found`, `forbidden` */
export async function checkPageUploadQuotas(
  { database: { db }, now }: Services,
  actor: UserActor,
  organization: string,
  asked: Body<'checkPageUploadQuotas'>,
): Promise<Result<'checkPageUploadQuotas'>> {
  const { id } = await authorizeOrganization(db, actor, organization, 'edit');
  const layers = asked.parts.flatMap(({ kind, digest, size }) => (kind === 'layer' ? { diffId: digest, size } : []));
  const { contents, blobs } = await findPullable(db, actor, id, { digests: [], layers }, now());
  const byDigest = new Map(blobs.map((blob) => [blob.digest, blob]));
  const coming = asked.parts.map(({ kind, digest, size }): ComingPart => {
    if (kind === 'blob') return { key: digest, digest, size };
    const blob = chooseLayer(contents, byDigest, digest, size)?.blob;
    return { key: `diff:${digest}`, digest: blob?.digest, size: blob?.size ?? size };
  });
  const images = new Map<string, { name: string; tags: string[]; parts: ComingPart[] }>();
  for (const { repository, tags, parts } of asked.images) {
    const name = fullName(organization, repository);
    const before = images.get(name) ?? { name, tags: [], parts: [] };
    const own = parts.flatMap((at) => coming[at] ?? []);
    images.set(name, { name, tags: [...before.tags, ...tags], parts: [...before.parts, ...own] });
  }
  return { refusals: await foresee(db, id, [...images.values()]) };
}

/** @throws ApiError `not-found`, `forbidden` */
export async function createPushToken(
  { database: { db }, tokens, policy }: Services,
  { actor, standing }: CurrentSession,
  organization: string,
  asked: { repositories: string[]; pullFrom: string[] },
  origin: Origin,
): Promise<{ token: string; expiresAt: string }> {
  await authorizeOrganization(db, actor, organization, 'edit');
  const own = asked.repositories.map((path) => fullName(organization, path));
  const others = asked.pullFrom.flatMap((name) => parseRepositoryName(name) ?? []);
  const repositories = [
    ...own.map((name) => ({ name, actions: ['pull' as const, 'push' as const] })),
    ...others.filter((name) => !own.includes(name)).map((name) => ({ name, actions: ['pull' as const] })),
  ];
  const granted = await authorizeScopes(db, actor, { catalog: false, repositories }, policy());
  const content = tokenContent({ actor, standing }, granted, origin.url);
  const { token, expiresInSeconds, issuedAt } = await tokens.issue(content, origin.host);
  return { token, expiresAt: new Date(issuedAt.getTime() + expiresInSeconds * 1000).toISOString() };
}

/** @throws ApiError `not-found`, `forbidden` */
export async function createLayer(
  services: Services,
  actor: UserActor,
  organization: string,
  asked: { repository: string; upload: string; diffId: string },
): Promise<{ job: string }> {
  const { db } = services.database;
  const { id } = await authorizeOrganization(db, actor, organization, 'edit');
  const { upload, diffId } = asked;
  const name = fullName(organization, asked.repository);
  const job = await enqueueJob(
    db,
    {
      kind: compressLayerKind,
      params: { name, upload, diffId },
      organizationId: id,
      uniqueKey: upload,
      author: { id: actor.id, name: actor.name },
    },
    services.now(),
  );
  services.wakeJobs();
  return { job: job.id };
}

function fullName(organization: string, path: string): RepositoryName {
  const name = parseRepositoryName(`${organization}/${path}`);
  if (name) return name;
  throw new ApiError('invalid-input', `${organization}/${path} is no image name`, {
    fields: [{ field: 'body.repository', problem: 'character' }],
  });
}

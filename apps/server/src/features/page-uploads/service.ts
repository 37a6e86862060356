import type { UploadPlan } from '@wharf/api';
import { enqueueJob } from '@wharf/jobs';
import { parseRepositoryName, type RepositoryName } from '@wharf/oci';
import type { Origin } from '@wharf/registry';
import { authorizeScopes } from '../../auth/authorize-scopes.ts';
import { tokenBearer } from '../../auth/registry-tokens.ts';
import type { CurrentSession } from '../../auth/sessions.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization } from '../authorize.ts';
import { chooseLayer } from './choose-layer.ts';
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
  const contents = await findLayerContents(
    db,
    actor,
    asked.layers.map(({ diffId }) => diffId),
    now(),
  );
  const digests = [...new Set([...asked.digests, ...contents.map((content) => content.blob_digest)])];
  const repositories = [...new Set(asked.tags.map(({ repository }) => `${organization}/${repository}`))];
  const [blobs, tags] = await Promise.all([
    findBlobsElsewhere(db, actor, id, digests, now()),
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
  const content = { ...tokenBearer(actor, standing), ...granted, issuer: origin.url };
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

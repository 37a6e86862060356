import type { ManifestView } from '@wharf/api';
import {
  type ImageConfig,
  type Manifest,
  mediaTypes,
  type Platform,
  parseImageConfig,
  parseManifest,
} from '@wharf/oci';
import { ObjectNotFound } from '@wharf/registry';
import type { UserActor } from '../../auth/user-actor.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeRepository } from '../authorize.ts';
import { presentManifest } from './present.ts';
import { findBlobRow, findManifestRow, listChildPlatforms, listTagsAt } from './queries.ts';
import { readBounded } from './read-bounded.ts';

const configLimit = 4 * 1024 * 1024;
const imageConfigTypes: string[] = [mediaTypes.ociConfig, mediaTypes.dockerConfig];

/** @throws ApiError `not-found` */
export async function getManifest(
  services: Services,
  actor: UserActor,
  params: { organization: string; repository: string; digest: string },
): Promise<ManifestView> {
  const { db } = services.database;
  const { id, held } = await authorizeRepository(db, actor, params, 'read', services.now());
  const row = await findManifestRow(db, id, params.digest);
  if (!row) throw notFound(`the manifest ${params.digest}`);
  const manifest = parseManifest(row.content, row.media_type);
  const [tags, config, childPlatforms] = await Promise.all([
    listTagsAt(db, id, row.digest),
    readConfig(services, id, manifest),
    manifest.kind === 'index' ? listChildPlatforms(db, id, row.digest) : [],
  ]);
  const platformOf = new Map(
    childPlatforms.map((child) => [child.digest, (JSON.parse(child.platforms) as Platform[])[0]]),
  );
  return presentManifest({ row, manifest, config, tags, platformOf, held: held !== undefined });
}

async function readConfig(
  { database: { db }, storage, log }: Services,
  repositoryId: string,
  manifest: Manifest,
): Promise<ImageConfig | undefined> {
  if (manifest.kind !== 'image' || !imageConfigTypes.includes(manifest.config.mediaType)) return undefined;
  const { digest } = manifest.config;
  const blob = await findBlobRow(db, repositoryId, digest);
  if (!blob || blob.size > configLimit) return undefined;
  try {
    const bytes = await readBounded(storage, blob.storage_key, configLimit);
    return bytes && parseImageConfig(bytes);
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error;
    // The rest of the page is still right, and the lost object is the operator's to know.
    log.error({ digest, storageKey: blob.storage_key }, 'a blob has no bytes in storage');
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import {
  type Descriptor,
  type Digest,
  digestAlgorithm,
  digestOf,
  isDigest,
  type Manifest,
  ManifestFormatError,
  manifestArtifactType,
  mediaTypes,
  type Platform,
  parseImageConfig,
  parseManifest,
  type Reference,
  type RepositoryName,
  type Tag,
} from '@wharf/oci';
import type { Core } from './core.ts';
import { RegistryError } from './error.ts';
import type { Author } from './ports/metadata.ts';
import { ObjectNotFound } from './ports/storage.ts';

/** A config larger than this is not read for its platform: real ones are a few kilobytes. */
const configLimit = 4 * 1024 * 1024;

/** Lists show them with each tag: more than any image is built for, and few enough for a page of tags. */
const platformLimit = 50;

export interface ManifestPush {
  name: RepositoryName;
  reference: Reference;
  /** More tags for a put by digest (`?tag=`). */
  tags: Tag[];
  /** The request's media type without parameters. */
  contentType: string | undefined;
  content: Uint8Array;
  by: Author;
}

export interface PushedManifest {
  digest: Digest;
  subject: Digest | undefined;
}

/**
 * Checks and stores a manifest; whole or not at all.
 * @throws RegistryError MANIFEST_INVALID, DIGEST_INVALID, MANIFEST_BLOB_UNKNOWN (naming the digest), NAME_UNKNOWN
 */
export async function pushManifest(core: Core, push: ManifestPush): Promise<PushedManifest> {
  const { name, reference, content } = push;
  const digest = digestOfContent(content, isDigest(reference) ? reference : undefined);
  const manifest = parse(content, push.contentType);
  const result = await core.metadata.putManifest({
    name,
    digest,
    mediaType: manifest.mediaType,
    content,
    tags: [...new Set(isDigest(reference) ? push.tags : [reference, ...push.tags])],
    artifactType: artifactTypeToKeep(manifest),
    subject: manifest.subject?.digest,
    annotations: manifest.annotations,
    kind: manifest.kind,
    configDigest: manifest.kind === 'image' ? manifest.config.digest : undefined,
    contentSize: parts(manifest).reduce((sum, part) => sum + part.size, 0),
    platforms: await platformsOf(core, name, manifest),
    needs: needsOf(manifest),
    by: push.by,
    at: core.now(),
  });
  if (result.put) return { digest, subject: manifest.subject?.digest };
  if (result.missing === 'organization')
    throw new RegistryError('NAME_UNKNOWN', `the organization of ${name} does not exist`, {
      reason: 'organization-unknown',
    });
  throw new RegistryError(
    'MANIFEST_BLOB_UNKNOWN',
    result.missing === 'blob'
      ? `the manifest names the blob ${result.digest}, which ${name} does not hold: push it first`
      : `the index names the manifest ${result.digest}, which ${name} does not hold: push it first`,
    { reason: `${result.missing}-missing`, digest: result.digest, remedy: 'push it first' },
  );
}

function digestOfContent(content: Uint8Array, claimed: Digest | undefined): Digest {
  const algorithm = claimed ? digestAlgorithm(claimed) : 'sha256';
  const digest = digestOf(algorithm, createHash(algorithm).update(content).digest('hex'));
  if (claimed && claimed !== digest) {
    throw new RegistryError('DIGEST_INVALID', `the manifest that came has the digest ${digest}, not ${claimed}`, {
      reason: 'digest-differs',
      digest: claimed,
      found: digest,
    });
  }
  return digest;
}

function parse(content: Uint8Array, contentType: string | undefined): Manifest {
  try {
    return parseManifest(content, contentType);
  } catch (error) {
    if (error instanceof ManifestFormatError) {
      throw new RegistryError('MANIFEST_INVALID', `the manifest is not valid: ${error.message}`, {
        reason: 'manifest-format',
      });
    }
    throw error;
  }
}

function parts(manifest: Manifest): Descriptor[] {
  return manifest.kind === 'index' ? manifest.manifests : [manifest.config, ...manifest.layers];
}

/** Layers with `urls` (foreign layers of Windows images) may lie elsewhere, so they are not asked for. */
function needsOf(manifest: Manifest): { blobs: Digest[]; manifests: Digest[] } {
  const digests = [
    ...new Set(
      parts(manifest)
        .filter((part) => !part.urls?.length)
        .map((part) => part.digest),
    ),
  ];
  return manifest.kind === 'index' ? { blobs: [], manifests: digests } : { blobs: digests, manifests: [] };
}

/** The type that referrers lists show, but nothing for a plain container image. */
function artifactTypeToKeep(manifest: Manifest): string | undefined {
  const type = manifestArtifactType(manifest);
  return isImageConfig(type) && !manifest.subject ? undefined : type;
}

async function platformsOf(core: Core, name: RepositoryName, manifest: Manifest): Promise<Platform[]> {
  if (manifest.kind === 'index') {
    const named = manifest.manifests.flatMap(({ platform }) =>
      platform && platform.os !== 'unknown' ? [platform] : [],
    );
    const distinct = new Map(named.map((platform) => [JSON.stringify(platform), platform]));
    return [...distinct.values()].slice(0, platformLimit);
  }
  const { config } = manifest;
  if (!isImageConfig(config.mediaType)) return [];
  const bytes = await readSmallBlob(core, name, config.digest);
  const platform = bytes && parseImageConfig(bytes)?.platform;
  return platform ? [platform] : [];
}

function isImageConfig(mediaType: string | undefined): boolean {
  return mediaType === mediaTypes.ociConfig || mediaType === mediaTypes.dockerConfig;
}

async function readSmallBlob(core: Core, name: RepositoryName, digest: Digest): Promise<Uint8Array | undefined> {
  const blob = await core.metadata.findBlob(name, digest);
  if (!blob || blob.size > configLimit) return undefined;
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of core.storage.read(blob.storageKey)) chunks.push(Uint8Array.from(chunk));
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined;
    throw error;
  }
}

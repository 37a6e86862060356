import {
  type Descriptor,
  type Digest,
  digestAlgorithm,
  digestHex,
  type ImageIndex,
  type ImageManifest,
  isIndexMediaType,
  mediaTypes,
  type Platform,
  parseManifest,
  platformText,
} from '@wharf/oci';
import type { ArchiveDocument } from './archive.ts';
import { asOci } from './as-oci.ts';
import { padding, tarEnd, tarHeader } from './tar-write.ts';

/** Consecutive pieces of a tar: bytes, or the blob that lies there. */
export interface ArchivePart {
  /** Bytes. */
  size: number;
  bytes?: Uint8Array;
  blob?: Digest;
}

export interface ImageToArchive {
  /** Full references (`host/organization/image:tag`). */
  names: string[];
  /** An image, or an index whose children (and theirs) are `children`. */
  manifest: ArchiveDocument;
  children: ArchiveDocument[];
  /** Of an image that comes without an index, where it is known. */
  platform?: Platform | undefined;
}

/**
 * One tar that is an OCI layout; as `docker` with a `manifest.json` too, which `docker load` and `podman load` of any
 * age read. Of several platforms the first has the name there, each other one the name with its platform behind it.
 * As `oci`, what has Docker's media types gets the OCI's, and with them another digest.
 * The same images give the same bytes, and every size is known before anything is read.
 * @param sizeOf bytes of a config or layer as it lies in storage, where its descriptor is not to be trusted
 */
export function layOutArchive(
  given: readonly ImageToArchive[],
  format: 'docker' | 'oci',
  sizeOf: (blob: Descriptor) => number = ({ size }) => size,
): ArchivePart[] {
  const images = format === 'oci' ? given.map(asOci) : given;
  const documents = new Map<Digest, Uint8Array>();
  const blobs = new Map<Digest, number>();
  const saved: { Config: string; RepoTags: string[]; Layers: string[] }[] = [];
  for (const { names, manifest, children, platform } of images) {
    let first = true;
    const stated = statedPlatforms([manifest, ...children]);
    for (const document of [manifest, ...children]) {
      documents.set(document.digest, document.bytes);
      const parsed = parseManifest(document.bytes, document.mediaType);
      if (parsed.kind === 'index') continue;
      for (const blob of storedBlobs(parsed)) blobs.set(blob.digest, sizeOf(blob));
      const of = platform ?? stated.get(document.digest);
      if (!isRunnable(parsed) || of?.os === 'unknown') continue;
      saved.push({
        Config: blobPath(parsed.config.digest),
        RepoTags: first || !of ? names : names.map((name) => `${name}-${platformText(of).replaceAll('/', '-')}`),
        Layers: parsed.layers.map(({ digest }) => blobPath(digest)),
      });
      first = false;
    }
  }
  const parts: ArchivePart[] = [];
  const put = (path: string, bytes: Uint8Array) => {
    parts.push(...[tarHeader(path, bytes.length), bytes, padding(bytes.length)].flatMap(part));
  };
  // What says what is inside comes first: a reader of a stream need not wait for it.
  put('oci-layout', json({ imageLayoutVersion: '1.0.0' }));
  put('index.json', json(indexOf(images)));
  if (format === 'docker') put('manifest.json', json(saved));
  for (const [digest, bytes] of sorted(documents)) put(blobPath(digest), bytes);
  for (const [digest, size] of sorted(blobs)) {
    if (documents.has(digest)) continue;
    parts.push(...part(tarHeader(blobPath(digest), size)), { size, blob: digest }, ...part(padding(size)));
  }
  parts.push(...part(tarEnd()));
  return parts;
}

/** Config and layers, but not what lies at URLs of its own. */
export function storedBlobs({ config, layers }: ImageManifest): Descriptor[] {
  return [config, ...layers.filter(({ urls }) => !urls?.length)];
}

function indexOf(images: readonly ImageToArchive[]) {
  const manifests = images.flatMap(({ names, manifest: { mediaType, digest, bytes }, platform }) => {
    const descriptor = { mediaType, digest, size: bytes.length, ...(platform ? { platform } : {}) };
    if (names.length === 0) return [descriptor];
    return names.map((name) => ({
      ...descriptor,
      annotations: {
        'io.containerd.image.name': name,
        'org.opencontainers.image.ref.name': name.slice(name.lastIndexOf(':') + 1),
      },
    }));
  });
  return { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
}

/** Signatures and SBOMs cannot be run, nor loaded. */
function isRunnable({ config }: ImageManifest): boolean {
  return config.mediaType === mediaTypes.ociConfig || config.mediaType === mediaTypes.dockerConfig;
}

/** What indexes state about their children. */
function statedPlatforms(documents: readonly ArchiveDocument[]): Map<string, Platform> {
  const stated = new Map<string, Platform>();
  for (const { bytes, mediaType } of documents) {
    if (!isIndexMediaType(mediaType)) continue;
    const { manifests } = parseManifest(bytes, mediaType) as ImageIndex;
    for (const { digest, platform } of manifests) if (platform) stated.set(digest, platform);
  }
  return stated;
}

function blobPath(digest: Digest): string {
  return `blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`;
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function part(bytes: Uint8Array): ArchivePart[] {
  return bytes.length === 0 ? [] : [{ size: bytes.length, bytes }];
}

function sorted<V>(entries: Map<Digest, V>): [Digest, V][] {
  return [...entries].sort(([first], [second]) => (first < second ? -1 : 1));
}

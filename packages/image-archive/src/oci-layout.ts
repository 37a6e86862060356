import {
  type Descriptor,
  digestAlgorithm,
  digestHex,
  type ImageIndex,
  type ImageManifest,
  isIndexMediaType,
  isManifestMediaType,
  type Manifest,
  ManifestFormatError,
  mediaTypes,
  parseManifest,
} from '@wharf/oci';
import type { ArchiveDocument, ArchiveImage, ArchiveLayer } from './archive.ts';
import { Configs } from './configs.ts';
import { ArchiveError, type ArchiveErrorCode } from './error.ts';
import { dockerLayerGzip, sizeOfParts } from './layers.ts';
import type { Member } from './members.ts';
import { sha256Of } from './sha256.ts';
import { parseJson, type Store } from './store.ts';
import { compressionOf } from './unpack.ts';

export const indexFile = 'index.json';

/** An index within an index; every further level multiplies what a reader of the tree has to look at. */
const depthLimit = 2;

/**
 * The images that `index.json` names (OCI image spec, "Image Layout"), those of one digest as one with all their names.
 * @param looseDocker an uncompressed image is to get the manifest that `docker push` would make, not to keep its own
 */
export async function readLayout(store: Store, member: Member, looseDocker: boolean): Promise<ArchiveImage[]> {
  const index = parse(await store.document(member), mediaTypes.ociIndex, member.path);
  if (index.kind !== 'index') throw new ArchiveError('manifest-format', `${member.path} is no index`, {});
  const reader = new LayoutReader(store);
  const images = new Map<string, ArchiveImage>();
  for (const descriptor of index.manifests) {
    // "Image Layout": what is of an unknown media type is ignored.
    if (!isManifestMediaType(descriptor.mediaType)) continue;
    const image = images.get(descriptor.digest) ?? { ...(await reader.read(descriptor, 0)), names: [] };
    const name =
      descriptor.annotations?.['io.containerd.image.name'] ??
      descriptor.annotations?.['org.opencontainers.image.ref.name'];
    if (name && !image.names.includes(name)) image.names.push(name);
    images.set(descriptor.digest, image);
  }
  return [...images.values()].map((image) => (looseDocker ? loosened(image) : image));
}

class LayoutReader {
  readonly #store: Store;
  readonly #configs: Configs;
  /** An index may name the same child a thousand times, on each level. */
  readonly #read = new Map<string, ArchiveImage>();

  constructor(store: Store) {
    this.#store = store;
    this.#configs = new Configs(store);
  }

  async read(descriptor: Descriptor, depth: number): Promise<ArchiveImage> {
    const known = this.#read.get(descriptor.digest);
    if (known) return known;
    if (depth >= depthLimit && isIndexMediaType(descriptor.mediaType)) {
      throw new ArchiveError('too-large', `indexes are nested more than ${depthLimit} deep`, { wanted: depthLimit });
    }
    this.#store.countImage();
    const { bytes, path } = await this.#document(descriptor, 'manifest-missing');
    const manifest = parse(bytes, descriptor.mediaType, path);
    const document = { bytes, mediaType: manifest.mediaType, digest: descriptor.digest };
    const own = { member: path, size: bytes.length };
    const image =
      manifest.kind === 'image'
        ? await this.#image(descriptor, manifest, document, own)
        : await this.#index(manifest, document, own, depth);
    this.#read.set(descriptor.digest, image);
    return image;
  }

  async #image(descriptor: Descriptor, manifest: ImageManifest, document: ArchiveDocument, own: Part) {
    const config = this.#find(manifest.config);
    if (!config) throw missing('config-missing', manifest.config);
    const bytes = await this.#store.document(config);
    this.#store.checkDigest(config, manifest.config.digest);
    // What is no image has a config of any kind.
    const isImage = manifest.config.mediaType.includes('image');
    const { diffIds, platform } = isImage ? await this.#configs.read(config) : {};
    const layers: ArchiveLayer[] = [];
    for (const [index, layer] of manifest.layers.entries()) {
      const member = this.#find(layer);
      // Foreign layers lie at their URLs, and no registry asks for them.
      if (!member && layer.urls?.length) continue;
      if (!member) throw missing('layer-missing', layer);
      this.#store.countLayer();
      this.#store.checkDigest(member, layer.digest);
      const compression = compressionOf(await this.#store.head(member));
      layers.push({
        diffId: diffIds?.length === manifest.layers.length ? diffIds[index] : undefined,
        digest: layer.digest,
        size: member.size,
        mediaType: layer.mediaType,
        compressed: compression === 'gzip' || compression === 'zstd',
        member: member.path,
      });
    }
    return imageOf({
      platform: descriptor.platform ?? platform,
      config: { bytes, digest: manifest.config.digest, mediaType: manifest.config.mediaType },
      layers,
      manifest: document,
      parts: [own, { member: config.path, size: bytes.length }, ...layers],
    });
  }

  async #index(index: ImageIndex, document: ArchiveDocument, own: Part, depth: number): Promise<ArchiveImage> {
    const children: ArchiveImage[] = [];
    const lost: Descriptor[] = [];
    const seen = new Set<string>();
    for (const child of index.manifests) {
      if (seen.has(child.digest)) continue;
      seen.add(child.digest);
      if (isManifestMediaType(child.mediaType) && this.#find(child)) children.push(await this.read(child, depth + 1));
      else lost.push(child);
    }
    const [first, second] = children;
    if (!first && lost[0]) throw missing('manifest-missing', lost[0]);
    // Saved for one platform: the image stands for its index, as it does for a push.
    if (lost.length > 0 && first && !second) return { ...first, missing: lost };
    return {
      ...imageOf({ kind: 'index', manifest: lost.length > 0 ? without(document, lost) : document, parts: [own] }),
      children,
      missing: lost,
      size: own.size + children.reduce((sum, child) => sum + child.size, 0),
    };
  }

  #find(descriptor: Descriptor): Member | undefined {
    const path = `blobs/${digestAlgorithm(descriptor.digest)}/${digestHex(descriptor.digest)}`;
    const member = this.#store.files.find(path);
    if (member && member.size !== descriptor.size) {
      throw new ArchiveError('size-differs', `${path} has ${member.size} bytes, not ${descriptor.size}`, {
        member: path,
        found: member.size,
        wanted: descriptor.size,
      });
    }
    return member;
  }

  async #document(descriptor: Descriptor, absent: ArchiveErrorCode): Promise<{ bytes: Uint8Array; path: string }> {
    const member = this.#find(descriptor);
    if (!member) throw missing(absent, descriptor);
    const bytes = await this.#store.document(member);
    this.#store.checkDigest(member, descriptor.digest);
    return { bytes, path: member.path };
  }
}

interface Part {
  member: string;
  size: number;
}

function imageOf({
  parts,
  ...fields
}: Partial<ArchiveImage> & Pick<ArchiveImage, 'manifest'> & { parts: Part[] }): ArchiveImage {
  return {
    names: [],
    platform: undefined,
    kind: 'image',
    config: undefined,
    layers: [],
    children: [],
    missing: [],
    legacy: undefined,
    size: sizeOfParts(parts),
    ...fields,
  };
}

/** `docker push` compresses what `docker save` of an engine with graph drivers wrote plainly. */
function loosened(image: ArchiveImage): ArchiveImage {
  const plain = image.kind === 'image' && image.layers.length > 0 && image.layers.every((layer) => !layer.compressed);
  if (!plain || !image.layers.every(({ mediaType }) => mediaType.endsWith('.tar'))) return image;
  return {
    ...image,
    manifest: undefined,
    config: image.config && { ...image.config, mediaType: mediaTypes.dockerConfig },
    layers: image.layers.map((layer) => ({ ...layer, diffId: layer.digest, mediaType: dockerLayerGzip })),
  };
}

/** The index with only those children that the archive holds: a registry takes no other. */
function without(document: ArchiveDocument, lost: readonly Descriptor[]): ArchiveDocument {
  const digests = new Set<unknown>(lost.map(({ digest }) => digest));
  const json = JSON.parse(new TextDecoder().decode(document.bytes));
  const manifests = json.manifests.filter((child: { digest: unknown }) => !digests.has(child.digest));
  const bytes = new TextEncoder().encode(JSON.stringify({ ...json, manifests }));
  return { bytes, mediaType: document.mediaType, digest: sha256Of(bytes) };
}

function missing(code: ArchiveErrorCode, { digest, mediaType }: Descriptor): ArchiveError {
  const member = `blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`;
  const what = code === 'layer-missing' ? 'layer' : code === 'config-missing' ? 'config' : 'manifest';
  return new ArchiveError(code, `the ${what} ${digest} is not in the archive`, {
    member,
    wanted: digest,
    where: isIndexMediaType(mediaType) ? 'index' : what,
  });
}

function parse(bytes: Uint8Array, mediaType: string, member: string): Manifest {
  parseJson(bytes, member);
  try {
    return parseManifest(bytes, mediaType);
  } catch (error) {
    if (!(error instanceof ManifestFormatError)) throw error;
    throw new ArchiveError(
      'manifest-format',
      `${member}: ${error.message}`,
      { member, found: error.message },
      {
        cause: error,
      },
    );
  }
}

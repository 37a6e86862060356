import type { Digest } from '@wharf/oci';
import type { ArchiveDocument, ArchiveImage, ArchiveLayer, Hasher, ImageArchive } from './archive.ts';
import { configFor } from './legacy-config.ts';
import { manifestFor } from './manifest-for.ts';

/** One thing that a repository must hold before the image's manifest can be put; the same key, the same thing. */
export type PushPart =
  /** The member's bytes as they are. */
  | { kind: 'blob'; key: string; digest: Digest; size: number; mediaType: string; member: string }
  /** The member is an uncompressed tar, of which the registry is to hold a compressed form. */
  | { kind: 'layer'; key: string; diffId: Digest; size: number; member: string }
  /** A document at hand: a config. */
  | { kind: 'document'; key: string; digest: Digest; size: number; bytes: Uint8Array };

/** What the registry holds for a layer. */
export interface HeldLayer {
  digest: Digest;
  size: number;
  mediaType: string;
}

/**
 * Hashes the layers that neither a config nor a descriptor names (the oldest docker archives, compressed ones), so that
 * `partsOf` knows each of them.
 * @param onBytes how many bytes were hashed
 */
export async function identifyLayers(
  archive: ImageArchive,
  sha256: () => Hasher,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  const unknown = new Map<string, ArchiveLayer[]>();
  for (const layer of archive.images.flatMap(layersWithin)) {
    if (isKnown(layer)) continue;
    unknown.set(layer.member, [...(unknown.get(layer.member) ?? []), layer]);
  }
  let bytes = 0;
  await archive.readMembers([...unknown.keys()], async (member, chunks) => {
    const hasher = sha256();
    for await (const chunk of chunks) {
      hasher.update(chunk);
      bytes += chunk.length;
      onBytes?.(bytes);
    }
    const digest = `sha256:${hasher.digest()}` as Digest;
    for (const layer of unknown.get(member) ?? []) {
      layer.digest = digest;
      if (!layer.compressed) layer.diffId = digest;
    }
  });
}

function layersWithin(image: ArchiveImage): ArchiveLayer[] {
  return [...image.layers, ...image.children.flatMap(layersWithin)];
}

function isKnown({ compressed, diffId, digest }: ArchiveLayer): boolean {
  return compressed ? digest !== undefined : diffId !== undefined || digest !== undefined;
}

/** All that the image is made of, children included, each thing once. `identifyLayers` comes first. */
export function partsOf(image: ArchiveImage): PushPart[] {
  const parts = new Map<string, PushPart>();
  for (const one of [image, ...descendants(image)]) {
    for (const layer of one.layers) {
      const part = layerPart(one, layer);
      parts.set(part.key, part);
    }
    if (one.kind === 'index') continue;
    const { digest, bytes } = configOf(one);
    parts.set(digest, { kind: 'document', key: digest, digest, size: bytes.length, bytes });
  }
  return [...parts.values()];
}

/** The manifests to put, in this order: the last one is the image's own, to be put by its tag. */
export function manifestsOf(image: ArchiveImage, held: (key: string) => HeldLayer): ArchiveDocument[] {
  const before = image.children.flatMap((child) => manifestsOf(child, held));
  const own =
    image.manifest ??
    manifestFor(
      configOf(image),
      image.layers.map((layer) => held(layerPart(image, layer).key)),
    );
  return [...before, own];
}

function descendants(image: ArchiveImage): ArchiveImage[] {
  return image.children.flatMap((child) => [child, ...descendants(child)]);
}

function layerPart(image: ArchiveImage, layer: ArchiveLayer): PushPart {
  const { size, member, mediaType } = layer;
  if (!image.manifest && !layer.compressed) {
    const diffId = layer.diffId ?? known(layer.digest, layer);
    return { kind: 'layer', key: `diff:${diffId}`, diffId, size, member };
  }
  const digest = known(layer.digest, layer);
  return { kind: 'blob', key: digest, digest, size, mediaType, member };
}

function configOf(image: ArchiveImage) {
  return (
    image.config ??
    configFor(
      image,
      image.layers.map((layer) => layer.diffId ?? known(layer.digest, layer)),
    )
  );
}

function known(digest: Digest | undefined, layer: ArchiveLayer): Digest {
  if (!digest) throw new Error(`identifyLayers was not run: ${layer.member}`);
  return digest;
}

import { type Digest, mediaTypes } from '@wharf/oci';
import type { ArchiveLayer } from './archive.ts';
import type { Member } from './members.ts';
import type { Store } from './store.ts';
import { compressionOf } from './unpack.ts';

export const dockerLayerGzip = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

/** A layer of an archive that has no manifest for it: the media type is that of the manifest to be made. */
export async function looseLayer(store: Store, member: Member, diffId: Digest | undefined): Promise<ArchiveLayer> {
  store.countLayer();
  const compression = compressionOf(await store.head(member));
  const compressed = compression === 'gzip' || compression === 'zstd';
  if (!compressed && diffId) store.checkDigest(member, diffId);
  return {
    diffId,
    // The same bytes have the same digest; compressed ones nobody has hashed yet.
    digest: member.digest ?? (compressed ? undefined : diffId),
    size: member.size,
    mediaType: compression === 'zstd' ? mediaTypes.ociLayerZstd : dockerLayerGzip,
    compressed,
    member: member.path,
  };
}

/** Bytes of all members, each once. */
export function sizeOfParts(parts: Iterable<{ member: string; size: number }>): number {
  const sizes = new Map<string, number>();
  for (const { member, size } of parts) sizes.set(member, size);
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
